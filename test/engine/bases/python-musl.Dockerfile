# CPython for musl, compiled on Debian with musl-gcc: Alpine's own compiler can't be had where no mirror answers.
# It is linked with the libraries of a real Alpine (ssl, crypto, z, lzma, uuid, ncursesw); three more are linked in.
FROM stand-in/debian:trixie AS compiler
RUN sed -i 's/^Types: deb$/Types: deb deb-src/' /etc/apt/sources.list.d/debian.sources && apt-get update && \
    apt-get install --yes --no-install-recommends gcc make libc6-dev musl-tools musl-dev linux-libc-dev dpkg-dev xz-utils \
        libssl-dev zlib1g-dev liblzma-dev uuid-dev libncurses-dev autoconf automake libtool libltdl-dev tcl
# CPython asks the compiler for its platform, and musl-gcc would answer for glibc.
COPY --chmod=755 <<'SH' /usr/local/bin/mcc
#!/bin/sh
case "$1" in --print-multiarch | -print-multiarch) echo x86_64-linux-musl; exit 0 ;; esac
exec musl-gcc "$@"
SH

# The libraries: Alpine's binaries, Debian's headers without what Alpine's OpenSSL leaves out.
FROM compiler AS libraries
COPY --from=stand-in/alpine:python /usr/lib/libssl.so.3 /usr/lib/libcrypto.so.3 /usr/lib/libz.so.1 /usr/lib/liblzma.so.5 \
    /usr/lib/libuuid.so.1 /usr/lib/libncursesw.so.6 /musl/lib/
WORKDIR /musl/include
RUN set -e; cd ../lib; for library in *.so.*; do ln -s "$library" "${library%%.*}.so"; done; cd ../include; \
    cp -r /usr/include/openssl /usr/include/zlib.h /usr/include/zconf.h /usr/include/lzma.h /usr/include/lzma /usr/include/uuid \
        /usr/include/linux /usr/include/asm-generic /usr/include/x86_64-linux-gnu/asm .; \
    for header in ncurses ncurses_dll curses term unctrl; do cp /usr/include/$header.h .; done; \
    cp -r /usr/include/x86_64-linux-gnu/openssl/* openssl/; \
    for name in ASYNC COMP EC2M IDEA MDC2 RC5 SEED SSL3 SSL3_METHOD WEAK_SSL_CIPHERS; do \
        printf '#ifndef OPENSSL_NO_%s\n#define OPENSSL_NO_%s\n#endif\n' $name $name; \
    done >>openssl/configuration.h
WORKDIR /source
RUN set -e; apt-get source -qq --download-only --tar-only libffi sqlite3 bzip2; \
    for archive in *.orig.tar.*; do case $archive in *.asc | *www*) ;; *) tar xf "$archive" ;; esac; done
RUN cd bzip2*/ && make -s CC=mcc CFLAGS='-O2 -fPIC -D_FILE_OFFSET_BITS=64' libbz2.a && cp libbz2.a /musl/lib && cp bzlib.h /musl/include
RUN cd libffi*/ && autoreconf -fi && \
    ./configure CC=mcc CFLAGS='-O2 -fPIC -w -I/musl/include' --host=x86_64-linux-musl --disable-shared --enable-static --with-pic --disable-docs && \
    make -C x86_64-*-musl libffi.la && cp "$(find . -name libffi.a | head -n 1)" /musl/lib && cp x86_64*/include/ffi*.h /musl/include
RUN cd sqlite3*/ && ./configure CC=mcc CC_FOR_BUILD=gcc --disable-tcl --disable-readline && make -s sqlite3.c && \
    mcc -O1 -fPIC -DSQLITE_THREADSAFE=1 -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_COLUMN_METADATA -c sqlite3.c -o sqlite3.o && \
    ar rcs /musl/lib/libsqlite3.a sqlite3.o && cp sqlite3.h src/sqlite3ext.h /musl/include/

# Python. The stack of a thread as Alpine's and Docker's own builds have it: musl's default is too small.
FROM libraries AS build
ARG VERSION
WORKDIR /python
RUN apt-get source -qq --download-only --tar-only python$VERSION && tar xf python$VERSION*.orig.tar.xz --strip-components=1
ENV CC=mcc PKG_CONFIG=/bin/false CPPFLAGS=-I/musl/include \
    LDFLAGS='-L/musl/lib -Wl,--strip-all -Wl,-z,stack-size=0x100000' \
    LIBFFI_CFLAGS=-I/musl/include LIBFFI_LIBS='-L/musl/lib -lffi' \
    LIBSQLITE3_CFLAGS=-I/musl/include LIBSQLITE3_LIBS='-L/musl/lib -lsqlite3 -lm' \
    BZIP2_CFLAGS=-I/musl/include BZIP2_LIBS='-L/musl/lib -lbz2' \
    LIBLZMA_CFLAGS=-I/musl/include LIBLZMA_LIBS='-L/musl/lib -llzma' \
    LIBUUID_CFLAGS='-I/musl/include -I/musl/include/uuid' LIBUUID_LIBS='-L/musl/lib -luuid' \
    CURSES_CFLAGS='-I/musl/include -DNCURSES_WIDECHAR=1' CURSES_LIBS='-L/musl/lib -lncursesw' \
    ZLIB_CFLAGS=-I/musl/include ZLIB_LIBS='-L/musl/lib -lz' \
    OPENSSL_INCLUDES=-I/musl/include OPENSSL_LDFLAGS=-L/musl/lib OPENSSL_LIBS='-lssl -lcrypto'
RUN echo /musl/lib:/lib/x86_64-linux-musl:/usr/lib/x86_64-linux-musl:/lib:/usr/lib >/etc/ld-musl-x86_64.path && \
    ./configure --enable-shared --enable-loadable-sqlite-extensions --with-ensurepip --disable-test-modules --with-openssl=/musl
RUN make -s -j"$(nproc)"
RUN make -s install DESTDIR=/out && cd /out/usr/local && find . -name 'libpython*.a' -delete && \
    find . -depth -name __pycache__ -exec rm -rf {} + && \
    cd bin && for name in pip3 python3 python3-config; do ln -s $name "$(echo $name | tr -d 3)"; done

FROM scratch
COPY --from=build /out/usr/local/ /usr/local/
