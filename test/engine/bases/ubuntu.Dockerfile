# Debian under the name of Ubuntu, with the user that Ubuntu's image has. It has no Python yet, as there; the one that apt-get would
# install is the one that the label promises, or there is no such image. Coreutils written in Rust, where they are among the
# packages, come first on the PATH: Ubuntu has them in the place of GNU's.
ARG BASE
FROM ${BASE}
ARG PYTHON PACKAGES
RUN groupadd --gid 1000 ubuntu && useradd --uid 1000 --gid 1000 --create-home --shell /bin/bash ubuntu && \
    apt-get update && \
    apt-get install --simulate --no-install-recommends python3 | grep -q "^Inst python$PYTHON " && \
    if [ -n "$PACKAGES" ]; then apt-get install --yes --no-install-recommends $PACKAGES; fi && \
    if [ -d /usr/lib/cargo/bin/coreutils ]; then ln -s /usr/lib/cargo/bin/coreutils/* /usr/local/bin/; fi && \
    rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/*.log
CMD ["/bin/bash"]
