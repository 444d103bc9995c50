# The service as an image: installed from the lock file with hashes, kernels compiled, not root, read-only root.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
RUN python -m venv /opt/graphsvc/venv
ENV PATH=/opt/graphsvc/venv/bin:$PATH
COPY requirements/run.lock /opt/graphsvc/run.lock
RUN pip install --require-hashes --no-deps --only-binary :all: --requirement /opt/graphsvc/run.lock
COPY pyproject.toml LICENSE /opt/graphsvc/source/
COPY graphsvc /opt/graphsvc/source/graphsvc
COPY importers /opt/graphsvc/source/importers
COPY queries /opt/graphsvc/source/queries
COPY web /opt/graphsvc/source/web
RUN pip install --no-build-isolation --no-deps --no-index /opt/graphsvc/source && rm -r /opt/graphsvc/source
# numba compiles again what has another time than before, and an image that was pushed and pulled keeps whole seconds only.
RUN SOURCE=/opt/graphsvc/venv/lib/python3.11/site-packages/graphsvc \
    && find "$SOURCE" -name '*.py' -exec touch --date=@1700000000 {} + \
    && python -m compileall -q -f "$SOURCE" \
    && NUMBA_CACHE_DIR=/opt/graphsvc/numba graphsvc warm

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/graphsvc --shell /usr/sbin/nologin graphsvc \
    && install --directory --owner graphsvc --group graphsvc --mode 0700 /var/lib/graphsvc
COPY --from=build /opt/graphsvc /opt/graphsvc
COPY scripts/container-start /opt/graphsvc/start
COPY samples /opt/graphsvc/samples
ENV PATH=/opt/graphsvc/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NUMBA_CACHE_DIR=/tmp/numba \
    GRAPHSVC_DATA_FOLDER=/var/lib/graphsvc \
    GRAPHSVC_HOST=0.0.0.0 \
    GRAPHSVC_PORT=8000
USER 10001:10001
WORKDIR /var/lib/graphsvc
VOLUME /var/lib/graphsvc
EXPOSE 8000
CMD ["/opt/graphsvc/start"]
