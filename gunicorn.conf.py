# How the web server is set up whoever starts it; `run` has the rest.
logger_class = "portal.server_logs.ServerLog"
