"""The house with one job of its own, for the worker processes of test_celery."""

from tests.settings import *  # noqa: F403
from tests.settings import CACHES, INSTALLED_APPS

BROKER = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}  # noqa: F405
CACHES = {**CACHES, "broker": BROKER}
INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.effect"]
