# One image for every process of a larger office: web, worker, signer, indexer, migrate.
# Build: docker build -t van-thu .          The base holds Python 3.11, the version the tests run on.
ARG BASE=docker.io/library/debian:bookworm-slim

FROM ${BASE} AS environment
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-venv ca-certificates \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY requirements-uv.lock requirements.lock ./
RUN python3 -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements-uv.lock \
    && /venv/bin/uv pip install --no-cache --python /venv/bin/python --require-hashes --compile-bytecode \
        -r requirements.lock \
    && /venv/bin/pip uninstall -y -q uv

FROM ${BASE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 ca-certificates libpango-1.0-0 libpangoft2-1.0-0 tesseract-ocr tesseract-ocr-vie \
        libharfbuzz0b libharfbuzz-subset0 libfontconfig1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin van-thu \
    && install -d -o 10001 -g 10001 -m 0700 /data /run/van-thu
COPY --from=environment /venv /venv
COPY . /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    VAR_DIR=/data \
    STATIC_ROOT=/app/collected \
    HOME=/tmp
# Nothing can be written once it runs, so the modules are compiled here: a process then starts in half the time.
# Settings want a key and a database; collecting static files uses neither.
RUN python -m compileall -q --invalidation-mode unchecked-hash . \
    && SECRET_KEY=only-while-building DATABASE_URL=postgresql:///none VAR_DIR=/tmp/building \
    python manage.py collectstatic --noinput -v0 \
    && rm -rf /tmp/building
USER 10001:10001
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "4", "--respawn-failed-workers", "config.wsgi:application"]
