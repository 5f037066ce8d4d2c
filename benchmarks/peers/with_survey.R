# The tasks, done by R's survey package: the folder with the data is the argument.
suppressPackageStartupMessages(library(survey))

folder <- commandArgs(trailingOnly = TRUE)[1]
margins <- paste0("m", 1:4)
breakdowns <- paste0("m", 1:5)
questions <- paste0("q", 0:79)
by_margins <- as.formula(paste("~", paste(margins, collapse = " + ")))

read <- function(name) {
  read.csv(file.path(folder, paste0(name, ".csv")), stringsAsFactors = TRUE)
}

# Calibration by the raking distance meets the same totals as raking; its residual errors are those
# of the engine. The first margin gives the constant, of the others the first level is left out.
calibrated <- function(design, totals) {
  kept <- do.call(rbind, lapply(margins, function(each) totals[totals$margin == each, ][-1, ]))
  whole <- sum(totals$total[totals$margin == margins[1]])
  population <- c(whole, kept$total)
  names(population) <- c("(Intercept)", paste0(kept$margin, kept$level))
  calibrate(design, by_margins, population, calfun = "raking", epsilon = 1e-10, maxit = 1000)
}

sample <- read("sample")
large <- read("large")
totals <- read("sample_totals")
many <- read("large_totals")
design <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = sample)
rows <- svydesign(~1, weights = ~weight, data = large)
replicated <- as.svrepdesign(design, type = "subbootstrap", replicates = 500)
raked <- calibrated(design, totals)

findings <- function() {
  squares <- 0
  for (question in questions) {
    formula <- as.formula(paste0("~", question))
    squares <- squares + sum(coef(svymean(formula, raked))^2)
    for (other in breakdowns) {
      by <- as.formula(paste0("~", other))
      squares <- squares + sum(coef(svyby(formula, by, raked, svymean))^2)
      svychisq(as.formula(paste0("~", question, " + ", other)), raked)
    }
  }
  squares
}

tasks <- list(
  rake_small = list(function() calibrated(design, totals), function(found) sum(weights(found)^2)),
  rake_large = list(function() calibrated(rows, many), function(found) sum(weights(found)^2)),
  replicates = list(
    function() calibrated(replicated, totals),
    function(found) mean(colSums(weights(found, "analysis")))
  ),
  findings = list(findings, identity)
)

megabytes <- function(key) {
  lines <- readLines("/proc/self/status")
  as.numeric(gsub("\\D", "", grep(key, lines, value = TRUE))) / 1024
}

input <- file("stdin", "r")
cat(sprintf('{"version": "%s, survey %s"}\n', R.version.string, packageVersion("survey")))
while (length(line <- readLines(input, 1)) > 0) {
  asked <- strsplit(line, " ")[[1]]
  task <- tasks[[asked[1]]]
  cat("5", file = "/proc/self/clear_refs")
  before <- megabytes("VmRSS")
  seconds <- numeric()
  for (round in seq_len(as.integer(asked[2]))) {
    started <- Sys.time()
    result <- task[[1]]()
    seconds <- c(seconds, as.numeric(Sys.time() - started, units = "secs"))
  }
  cat(sprintf(
    '{"seconds": [%s], "memory": %.1f, "digest": %.17g}\n',
    paste(seconds, collapse = ", "), megabytes("VmHWM") - before, task[[2]](result)
  ))
}
