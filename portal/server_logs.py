"""The web server's own log, under the rules of the site's; named in `gunicorn.conf.py`."""

from typing import Any

from gunicorn.glogging import Logger

from portal.logs import WithoutSecrets


class ServerLog(Logger):
    """Lines of requests and of failures outside the site's own code."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            kept = handler.formatter
            if kept is not None:
                handler.setFormatter(WithoutSecrets(kept._fmt, kept.datefmt))
