# Debian's Python, found where the official image has it: /usr/local/bin, with pip, free to install into.
ARG BASE
FROM ${BASE}
ARG VERSION
RUN apt-get update && \
    apt-get install --yes --no-install-recommends python$VERSION python$VERSION-venv ca-certificates netbase tzdata && \
    rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/*.log /usr/lib/python3*/EXTERNALLY-MANAGED && \
    for name in python python3 python$VERSION; do ln -sf /usr/bin/python$VERSION /usr/local/bin/$name; done && \
    mkdir -p /usr/local/lib/python$VERSION/dist-packages && \
    ln -s dist-packages /usr/local/lib/python$VERSION/site-packages && \
    pip=$(ls /usr/share/python-wheels/pip-*.whl) && \
    PYTHONPATH=$pip python -m pip install --no-index --no-cache-dir "$pip" && \
    find /usr/lib/python3* /usr/local -name __pycache__ -type d -prune -exec rm -rf {} +
CMD ["python3"]
