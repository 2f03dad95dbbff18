"""Django settings of every process. Values that differ between installations come from the environment.

README.md lists them under "Settings". `DESIGNATION_MODE` selects one of three modes: *demonstration* (the
default: one machine, mail readable on a page, a clock that can be moved), *production* (refuses to start with
anything that only a demonstration may have) and *test*.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from designation.config import environment, logs
from designation.config.environment import SettingProblem

BASE_DIR = Path(__file__).resolve().parent.parent.parent
MODE = environment.mode("DESIGNATION_MODE")
PRODUCTION = MODE == "production"
TESTING = MODE == "test"
DATA_DIR = Path(environment.text("DATA_DIR", str(BASE_DIR / ".data"))).resolve()
PORT = environment.integer("PORT", 8000, least=1, most=65535)

# The site ------------------------------------------------------------------------------------------------------

DEBUG = False
SECRET_KEY = environment.secret_key(MODE, DATA_DIR)
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
SITE_URL = environment.site(
    "SITE_URL", None if PRODUCTION else f"http://localhost:{PORT}", https_only=PRODUCTION
)
ALLOWED_HOSTS = [str(urlsplit(SITE_URL).hostname), *environment.words("ALLOWED_HOSTS")]
if not PRODUCTION:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost"]
OPERATOR_NAME = environment.text(
    "OPERATOR_NAME", None if PRODUCTION else "A demonstration, not a government system"
)

ROOT_URLCONF = "designation.config.urls"
WSGI_APPLICATION = "designation.config.wsgi.application"
AUTH_USER_MODEL = "designation.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "workflow",
    "designation",  # before django.contrib.auth, because it replaces one of its commands
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
if TESTING:
    INSTALLED_APPS.append("tests.workflow.toy")  # the model that the engine's own tests use

MIDDLEWARE = [
    "designation.metrics.middleware.CountRequests",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "designation.web.headers.OtherHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "designation.sessions.middleware.SessionsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "designation.web.given_back.GivenBack",
    "designation.identity.factors.required.StrongProofRequired",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "designation.people.frame.frame",
            ],
        },
    },
]

# Servers -------------------------------------------------------------------------------------------------------

_database_setting = "DATABASE_URL"
if TESTING and os.environ.get("DATABASE_OWNER_URL"):
    _database_setting = "DATABASE_OWNER_URL"  # tests create and migrate their own databases
DATABASES = {"default": environment.database(environment.text(_database_setting), _database_setting)}

REDIS_URL = environment.redis()
if TESTING:  # one Redis database per test process, so that they do not flush each other's data
    _number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
    REDIS_URL = f"{REDIS_URL.partition('?')[0]}?db={_number}"
CACHES = {"default": {"BACKEND": "designation.identity.attempts.Attempts"}}  # only counts attempts

# Background work: see designation/config/celery.py for the schedule --------------------------------------------

CELERY_BROKER_URL = environment.broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # retry for as long as Redis is down
CELERY_BROKER_CHANNEL_ERROR_RETRY = True  # and for as long as it is full
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_TRANSPORT_OPTIONS = {"ack_emulation": False}  # see designation/config/celery.py
CELERY_TASK_TIME_LIMIT = 120
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BEAT_SCHEDULER = "designation.config.beat.Scheduler"
CELERY_TIMEZONE = "UTC"

# Signing in ----------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["designation.identity.factors.backend.Backend"]
LOGIN_URL = "demo_front" if MODE == "demonstration" else "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "designation.identity.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are created only through an invitation mailed to the address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/10m/ip,6/10m/key",
    "reauthenticate": "10/m/user",
    "reset_password": "5/h/key",
    "reset_password_by_address": "20/h/ip",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "signup": "20/h/ip",
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 3600
MFA_ADAPTER = "designation.identity.factors.adapter.Adapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "designation.identity.factors.forms.AddPasskey",
    "authenticate_webauthn": "designation.identity.factors.forms.SignInWithPasskeyAsWell",
    "login_webauthn": "designation.identity.factors.forms.SignInWithPasskey",
    "reauthenticate_webauthn": "designation.identity.factors.forms.ProveWithPasskey",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey asks for a fingerprint, a face or a PIN, each time
MFA_TOTP_ISSUER = OPERATOR_NAME
MFA_TOTP_TOLERANCE = 1  # one period of 30 seconds before and after
MFA_RECOVERY_CODE_DIGITS = 10
PASSKEY_HOST = str(urlsplit(SITE_URL).hostname)
"""The relying party of passkeys. It never follows the address that a browser sends."""
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "designation.identity.reset_links.ResetLinks"  # noqa: S105 (a class)

# Sessions and cookies ------------------------------------------------------------------------------------------

SESSION_ENGINE = "designation.sessions.store"
SESSION_IDLE = timedelta(minutes=environment.integer("SESSION_IDLE_MINUTES", 30, least=5, most=720))
SESSION_LENGTH = timedelta(hours=environment.integer("SESSION_HOURS", 12, least=1, most=24))
SESSION_COOKIE_AGE = int(SESSION_LENGTH.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "designation.web.given_back.too_old"
if PRODUCTION:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers: no third-party content, no inline scripts, no framing; web/headers.py sets the others ----------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # the design system's stylesheet embeds a few small images
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = environment.integer("TRUSTED_PROXIES", 1 if PRODUCTION else 0, least=0, most=10)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = (
    8 * 1024 * 1024
)  # a longer form is refused with 413; fields have limits of their own

# Mail ----------------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("MAIL_FROM", "designation@frontier-designation.example")
if TESTING:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
elif PRODUCTION or environment.text("EMAIL_URL", ""):
    globals().update(environment.mail())
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # the demonstration shows mail on a page

# Language and time: instants are UTC; pages choose the zone that they show -------------------------------------

LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# Static files --------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = None if TESTING else DATA_DIR / "static"
_manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _plain if TESTING else _manifest},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING
MEDIA_ROOT = DATA_DIR / "media"

# The engine ----------------------------------------------------------------------------------------------------

WORKFLOW_DIRECTORY = "designation.notifications.directory"  # who receives which message
WORKFLOW_PROOFS = "designation.identity.proofs"  # which proofs of identity count for a signature
WORKFLOW_WITNESSES = "designation.policies.witnesses"  # whose cosignatures are wanted
WORKFLOW_KEEP_MAIL = not PRODUCTION  # the demonstration shows mail on a page
WORKFLOW_TIME_TRAVEL = environment.flag("TIME_TRAVEL", default=not PRODUCTION)
if PRODUCTION and WORKFLOW_TIME_TRAVEL:
    raise SettingProblem("TIME_TRAVEL must be false in production: nobody may move its clock.")
_example_origin = None if PRODUCTION else "frontier-designation.example/register"
LEDGER_ORIGIN = environment.text("LEDGER_ORIGIN", _example_origin)
LEDGER_KEYS = Path(environment.text("LEDGER_KEYS", str(DATA_DIR / "keys"))).resolve()

# The vault: keys lie apart from the database, and the master key apart from the keys -----------------------------

VAULT_DIR = Path(environment.text("VAULT_DIR", str(DATA_DIR / "vault"))).resolve()
VAULT_MASTER_KEY = Path(
    environment.text("VAULT_MASTER_KEY", str(DATA_DIR / "master" / "vault.key"))
).resolve()

VAULT_KEY_BACKUPS = timedelta(days=environment.integer("VAULT_KEY_BACKUP_DAYS", 30, least=0, most=3650))
UPLOAD_FILE_BYTES = environment.integer("UPLOAD_FILE_MIB", 2048, least=1, most=1 << 20) << 20
UPLOAD_REQUEST_BYTES = environment.integer("UPLOAD_REQUEST_MIB", 20480, least=1, most=1 << 24) << 20
PIECES_AT_ONCE = max(1, environment.integer("WEB_THREADS", 8, least=1, most=256) // 2)  # in one web process

RENDERER_SOCKET = environment.text("RENDERER_SOCKET", "")  # if it is empty, no page is shown

# Watching: no process counts anything unless an address is set ---------------------------------------------------

METRICS_ADDRESS = environment.address("METRICS_ADDRESS")
METRICS_DIR = DATA_DIR / "metrics"

# Logs: to stdout, one line each, without secrets (designation/config/logs.py) ----------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": logs.FORMATTERS[environment.choice("LOG_FORMAT", "text", ("text", "json"))]}
    },
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}
    },
    "root": {
        "handlers": ["stdout"],
        "level": environment.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
    "loggers": {
        "django": {"handlers": ["stdout"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "celery.worker.strategy": {"level": "WARNING"},  # "task received": several lines a second
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
        "fido2.server": {"level": "WARNING"},  # it names the credential of everybody who signs in
    },
}
