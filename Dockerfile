# syntax=docker/dockerfile:1
# Two stages: dependencies from the hashed lock, then a slim image with the service alone (no sandbox).
FROM python:3.11-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE= PIP_DISABLE_PIP_VERSION_CHECK=1
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY requirements.lock ./
RUN uv venv /opt/venv && uv pip sync -p /opt/venv --require-hashes --compile-bytecode requirements.lock
COPY pyproject.toml README.md ./
COPY app ./app
COPY sheets_schema ./sheets_schema
# The stand-in for Google has no place in production.
RUN rm -rf app/sandbox \
 && uv build --wheel -o /wheels . \
 && uv pip install -p /opt/venv --no-deps --compile-bytecode /wheels/*.whl

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin plumbline \
 && install -d -o plumbline /data
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PORT=8080 PLUMBLINE_ENVIRONMENT=production
USER 10001
VOLUME /data
EXPOSE 8080
CMD ["plumbline", "serve", "--host", "0.0.0.0"]
