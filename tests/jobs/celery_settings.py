"""The house with one job of its own, for the worker processes of test_celery."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS

CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}  # noqa: F405
INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.effect"]
