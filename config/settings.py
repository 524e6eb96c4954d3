"""The settings of an installation. Everything that differs between machines comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

# ------------------------------------------------------------------ who serves whom
DEMO = env.flag("OFFICE_DEMO")
DEBUG = env.flag("DEBUG")
PUBLIC_ADDRESS = env.text("PUBLIC_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
_public = urlsplit(PUBLIC_ADDRESS)
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SECRET_KEY = env.secret("SECRET_KEY", "only-for-commands-that-sign-nothing" if DEMO or DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY (or SECRET_KEY_FILE) is not set")
if DEMO and _public.hostname not in _LOOPBACK:
    # D23: demo people, their password and the demo keys never face a network
    raise ImproperlyConfigured("OFFICE_DEMO is on and PUBLIC_ADDRESS is not this machine; refusing to start")
if DEBUG and _public.hostname not in _LOOPBACK:
    # its error pages show the frames, and in them a PIN on its way; and the key above would be known to everybody
    raise ImproperlyConfigured("DEBUG is on and PUBLIC_ADDRESS is not this machine; refusing to start")
ALLOWED_HOSTS = sorted({_public.hostname or "127.0.0.1", *_LOOPBACK, *env.words("EXTRA_HOSTS")})
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")

# ------------------------------------------------------------------ the house
INSTALLED_APPS = [
    "config",
    "web",
    "workflow",
    "ui",
    "dispatch",
    "archive",
    "signing",
    "files",
    "search",
    "notices",
    "organisation",
    "jobs",
    "audit",
    "viewflow.workflow",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ui.middleware.OfficeMiddleware",
    "ui.middleware.LanguageMiddleware",
    "ui.middleware.NothingStaysMiddleware",
    "ui.middleware.TemporaryPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "ui.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "django.template.context_processors.i18n",
                "ui.context.office",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "ui.templatetags.office"],
        },
    }
]

# ------------------------------------------------------------------ database
ATOMIC_REQUESTS = False


# Our joins follow foreign keys in a sensible order as written. Looking for a better one among the seventeen of a letter
# takes PostgreSQL 40 ms each time; among four at a time, 4 ms. A row out of order costs little more than the next one
# (no disk turns any more): else it reads a whole table for the few rows an index leads to. One question takes one core:
# the others belong to the other people.
_SESSION = {
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "join_collapse_limit": 4,
    "random_page_cost": 1.1,
    "max_parallel_workers_per_gather": 0,
}


def _database(url: str) -> dict[str, object]:
    """Read a PostgreSQL address; ``?host=`` names the folder of a Unix socket."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL has to begin with postgresql://")
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "vanthu",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or "") or env.secret("DATABASE_PASSWORD"),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": " ".join(f"-c {name}={value}" for name, value in _SESSION.items())},
        "TEST": {"TEMPLATE": "template0"},
    }


DATABASES = {"default": _database(env.secret("DATABASE_URL", "postgresql:///vanthu"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ------------------------------------------------------------------ people
AUTH_USER_MODEL = "organisation.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "web.account.adapter.OfficeAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_DISPLAY = "web.account.adapter.display_name"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# By address, and by name: a name's strangers share one count, a browser that knows the name has its own, so nobody is
# locked out at his own desk from elsewhere (web/account/adapter.py). axes below locks the pair of both.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,300/h/ip,20/h/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _public.hostname in _LOOPBACK
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _public.scheme == "https"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# ------------------------------------------------------------------ what a browser may do
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "worker-src": [SELF, "blob:"],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if _public.scheme == "https":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
CSRF_FAILURE_VIEW = "ui.errors.csrf_failure"

# ------------------------------------------------------------------ words, days, static files
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = False
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_MIMETYPES = {".mjs": "text/javascript", ".bpmn": "application/xml"}
WHITENOISE_MAX_AGE = 300

# ------------------------------------------------------------------ letters and their bytes
MAX_UPLOAD_BYTES = env.number("MAX_UPLOAD_BYTES", 50 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # a folder of scans at once
FILE_UPLOAD_TEMP_DIR = None
FILE_STORE = env.text("FILE_STORE", "filesystem")
FILE_STORE_DIR = Path(env.text("FILE_STORE_DIR", str(VAR_DIR / "store")))
FILE_STORE_S3 = {
    "endpoint_url": env.text("S3_ENDPOINT_URL") or None,
    "bucket": env.text("S3_BUCKET"),
    "region": env.text("S3_REGION"),
    "access_key": env.secret("S3_ACCESS_KEY"),
    "secret_key": env.secret("S3_SECRET_KEY"),
}
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS")
INTAKE_FOLDER = env.text("INTAKE_FOLDER")
INTAKE_MAILBOX = env.text("INTAKE_MAILBOX")
INTAKE_MAILBOX_PASSWORD = env.secret("INTAKE_MAILBOX_PASSWORD")
INTAKE_MAILBOX_ORGANISATION = env.text("INTAKE_MAILBOX_ORGANISATION")
LICENSED_FONTS_DIR = VAR_DIR / "fonts"
SEARCH_INDEX_DIR = Path(env.text("SEARCH_INDEX_DIR", str(VAR_DIR / "index")))

# ------------------------------------------------------------------ signing
SIGNER_SOCKET = env.text("SIGNER_SOCKET", str(VAR_DIR / "run" / "signer.sock"))
PKCS11_MODULES = env.words("PKCS11_MODULES")
TIMESTAMP_URLS = env.words("TIMESTAMP_URLS")
TRUST_ROOTS_DIR = Path(env.text("TRUST_ROOTS_DIR", str(VAR_DIR / "trust")))
PKI_URL = env.text("PKI_URL")
PKI_DIR = VAR_DIR / "pki"

# ------------------------------------------------------------------ mail
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL")
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM")

# ------------------------------------------------------------------ several machines
REDIS_URL = env.text("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CACHES: dict[str, dict[str, object]] = {
    # Rate limits live here: people sign in whether the broker is there or not. 300 entries could be pushed out.
    "default": {
        "BACKEND": "config.cache.CountingCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
if REDIS_URL:  # which job ids were sent just now
    CACHES["broker"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "pikepdf": {"level": "WARNING"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "pyhanko": {"level": "ERROR"},
        "pyhanko_certvalidator": {"level": "ERROR"},
    },
}
os.environ.setdefault("OMP_THREAD_LIMIT", "1")
