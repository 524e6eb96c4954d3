"""The settings of a test run: the same house, with a fast password hash and folders of its own."""

import os

os.environ.setdefault("OFFICE_DEMO", "1")

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

if template := os.environ.get("TEST_TEMPLATE"):  # tests.cluster keeps a migrated one
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}  # noqa: F405
