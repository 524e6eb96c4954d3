"""The web server's door. Behind a proxy it believes that proxy, and nobody else, about who calls."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
if settings.TRUSTED_PROXIES:
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=settings.TRUSTED_PROXIES)

# All pages are read now, not at the first call, and what is there stays for good: the collector need not walk it again.
# It did once in some forty pages, and whoever asked for that page waited 140 ms longer.
_ = get_resolver().reverse_dict
gc.collect()
gc.freeze()
