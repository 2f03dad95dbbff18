"""Log lines on stdout: one per event, as text or JSON, with passwords, tokens and query strings removed."""

import json
import logging
import re
import time

_SECRETS = (
    (re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]*(?=@)"), "…"),  # user:password in an address
    (re.compile(r"(?<=/)[A-Za-z0-9_-]*[A-Za-z][A-Za-z0-9_:.-]{38,}(?=[/\s?'\"]|$)"), "…"),  # tokens in a path
    (re.compile(r"(/key/)[^/\s]+"), r"\1…"),  # password reset
    (re.compile(r"(?<=[\w/])\?[^\s'\"]+"), "?…"),  # query strings
    (
        re.compile(
            r"(?i)\b(password|secret|token|key|sessionid|csrf\w*)(['\"]?\s*[=:]\s*)['\"]?[^\s,'\"&}]+"
        ),
        r"\1\2…",
    ),
)


def without_secrets(line: str) -> str:
    """Return the line with passwords, tokens and query strings replaced by an ellipsis."""
    for pattern, replacement in _SECRETS:
        line = pattern.sub(replacement, line)
    return line


class LineFormatter(logging.Formatter):
    """Formats a record as timestamp in UTC, level, logger and message."""

    converter = time.gmtime

    def __init__(self) -> None:
        super().__init__("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line. Secrets are removed from tracebacks too."""
        return without_secrets(super().format(record))


class JsonFormatter(logging.Formatter):
    """Formats a record as a JSON object in one line, with `at` in UTC and a `traceback` if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line. Secrets are removed from each text."""
        instant = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        said = {
            "at": f"{instant}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        if record.exc_info:
            said["traceback"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False)


FORMATTERS = {"text": LineFormatter, "json": JsonFormatter}
"""The formatter for each value of the setting LOG_FORMAT."""
