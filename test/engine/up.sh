#!/usr/bin/env bash
# A real container engine for the tests:
#
#   npm run engine            uses the engine that answers; where none does, sets one up (Debian, as root)
#   npm run engine -- stop    ends what this script started, by process id
#   npm run engine -- env     prints the line that puts its commands on the PATH
#
# Docker Engine comes from Debian's own packages: downloaded through a private apt configuration and unpacked, so
# that the machine's apt sources and installed packages stay as they are (but for runc, iptables and tini, which
# it runs on). Beside it a registry listens on 127.0.0.1. Running it again is safe, and quick when all is there.
#
#   ML_DOCKER_ENGINE_HOME       programs, images, logs and process ids    (~/.cache/ml-docker-engine)
#   ML_DOCKER_ENGINE_REGISTRY   address of the local registry             (127.0.0.1:5000)
#   ML_DOCKER_ENGINE_CACHE      a folder that keeps what takes minutes to compile, see bases.sh
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${ML_DOCKER_ENGINE_HOME:-$HOME/.cache/ml-docker-engine}
registry=${ML_DOCKER_ENGINE_REGISTRY:-127.0.0.1:5000}
socket=/var/run/docker.sock
# Later suites only fill in: Docker in Debian stable is too old for `docker build --check`, and the index of a
# moving suite may name packages that its mirror has replaced already.
suites='forky sid trixie'
packages='docker.io docker-cli docker-buildx docker-compose containerd docker-registry'
export PATH=$home/bin:$PATH:/usr/sbin:/sbin

say() { printf 'engine: %s\n' "$*"; }
fail() { printf 'engine: %s\n' "$*" >&2; exit 1; }
answers() { timeout 20 docker version --format '{{.Server.Version}}' 2>/dev/null; }
listens() { timeout 5 bash -c "exec 3<>/dev/tcp/${registry%:*}/${registry##*:}" 2>/dev/null; }

# runs NAME: does the process that NAME.pid records live, and is it still that program? After a crash or a restart
# of the machine the number may belong to anything.
runs() {
  local pid
  pid=$(cat "$home/run/$1.pid" 2>/dev/null) && [ -n "$pid" ] && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$1" ]
}

# one_at_a_time: two runs at once would start two engines.
one_at_a_time() {
  mkdir -p "$home/bin" "$home/run" "$home/log" "$home/data"
  exec 9>"$home/lock"
  flock --wait 1200 9 || fail "another run holds $home/lock for 20 minutes now"
}

apt_install() { # apt_install PACKAGE…: with the machine's own sources
  say "installing $* with apt-get"
  { apt-get -qq -o DPkg::Lock::Timeout=600 update &&
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=600 install --no-install-recommends "$@"; } \
    >"$home/log/apt.log" 2>&1 || { tail -n 20 "$home/log/apt.log" >&2; fail "apt-get could not install $*"; }
}

# debian_mirror: the one that the machine itself uses, in either format of apt's sources.
debian_mirror() {
  { sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/*.sources
    sed -nE 's/^deb (\[[^]]*\] )?([^ ]+).*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/*.list
  } 2>/dev/null | grep -E '/debian/?$' | head -n 1 || true
}

# download_from SUITE: the engine's packages, into $home/debs.
download_from() {
  local suite=$1 apt=$home/apt-$1 options
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$home/debs"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) $suite main" >"$apt/sources.list"
  options=(-qq -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null
    -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o Acquire::Languages=none -o Acquire::Retries=3
    -o Acquire::Check-Valid-Until=false -o Acquire::Check-Date=false -o APT::Sandbox::User=root)
  rm -f "$home"/debs/*.deb
  # shellcheck disable=SC2086 # the packages are words
  (cd "$home/debs" && apt-get "${options[@]}" update && apt-get "${options[@]}" download $packages) \
    >"$home/log/apt-$suite.log" 2>&1
  local status=$?
  rm -rf "$apt"
  return $status
}

# unpack: the packages into $home/root, their programs into $home/bin.
unpack() {
  local package program
  rm -rf "$home/root"
  for package in "$home"/debs/*.deb; do dpkg -x "$package" "$home/root"; done
  for program in sbin/dockerd sbin/docker-proxy bin/docker bin/containerd bin/containerd-shim-runc-v2 bin/docker-registry; do
    program=$home/root/usr/$program
    [ -x "$program" ] || fail "no package holds $program"
    ! ldd "$program" 2>&1 | grep 'not found' || fail "$program does not run with this machine's libraries"
    ln -sfn "$program" "$home/bin/"
  done
  install -m 755 /usr/bin/tini-static "$home/bin/docker-init" # what `docker run --init` starts
  ls "$home/debs" >"$home/unpacked.ok"
  rm -rf "$home/debs"
}

set_up() {
  grep -qi '^ID=debian' /etc/os-release 2>/dev/null && [ "$(id -u)" = 0 ] ||
    fail 'no engine answers, and one can be set up on Debian as root only. Start Docker, or install it: https://docs.docker.com/get-docker/'
  [ -z "${DOCKER_HOST:-}" ] || fail "no engine answers at DOCKER_HOST=$DOCKER_HOST. Start it, or unset DOCKER_HOST"
  local missing=() package suite got=
  for package in runc iptables tini ca-certificates; do
    dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
  if [ ! -e "$home/unpacked.ok" ]; then
    [ -n "$(debian_mirror)" ] || fail "this machine's apt sources name no Debian mirror"
    for suite in $suites; do
      say "downloading Docker Engine from Debian $suite"
      if download_from "$suite"; then got=$suite; break; fi
      say "Debian $suite did not give all of it: $(tail -n 1 "$home/log/apt-$suite.log")"
    done
    [ -n "$got" ] || fail "none of Debian's suites gave these packages: $packages"
    unpack
  fi
  mkdir -p ~/.docker/cli-plugins
  ln -sfn "$home"/root/usr/libexec/docker/cli-plugins/docker-* ~/.docker/cli-plugins/
}

# start_engine: one dockerd, with the containerd image store. What an engine that was killed left behind (process
# ids, a socket) is removed first where no such process lives: a number that belongs to another program by now
# makes dockerd refuse to start, or wait for a containerd that never answers.
start_engine() {
  local leftover try
  if grep -qx dockerd /proc/[0-9]*/comm 2>/dev/null; then
    say 'a dockerd runs that does not answer yet: waiting for it'
  else
    rm -f "$home/run/dockerd.pid"
    leftover=/var/run/docker/containerd/containerd.pid
    [ "$(cat "/proc/$(cat "$leftover" 2>/dev/null)/comm" 2>/dev/null)" = containerd ] || rm -f "$leftover"
    say "starting dockerd (log: $home/log/dockerd.log)"
    setsid nohup dockerd --data-root "$home/data" --pidfile "$home/run/dockerd.pid" --host "unix://$socket" \
      --log-level warn --feature containerd-snapshotter=true >>"$home/log/dockerd.log" 2>&1 </dev/null 9>&- &
  fi
  for try in $(seq 240); do
    ! answers >/dev/null || return 0
    [ "$try" -lt 12 ] || grep -qx dockerd /proc/[0-9]*/comm 2>/dev/null || break
    sleep 0.25
  done
  tail -n 20 "$home/log/dockerd.log" >&2
  fail "dockerd does not answer on $socket"
}

start_registry() {
  local try
  printf '%s\n' 'version: 0.1' 'log: {level: warn, accesslog: {disabled: true}}' \
    "storage: {filesystem: {rootdirectory: '$home/registry'}, delete: {enabled: true}}" \
    "http: {addr: '$registry'}" >"$home/registry.yml"
  OTEL_TRACES_EXPORTER=none setsid nohup docker-registry serve "$home/registry.yml" \
    >>"$home/log/registry.log" 2>&1 </dev/null 9>&- &
  echo $! >"$home/run/docker-registry.pid"
  for try in $(seq 40); do
    ! listens || return 0
    sleep 0.25
  done
  tail -n 5 "$home/log/registry.log" >&2
  fail "no registry listens on $registry"
}

up() {
  if [ "$(uname -s)" != Linux ]; then # nothing to set up there, and none of the tools that this takes
    docker version >/dev/null || fail 'no engine answers: start Docker Desktop'
    say 'the engine answers, and pulls what it needs'
    return
  fi
  one_at_a_time
  if ! answers >/dev/null; then
    set_up
    start_engine
  fi
  if [ -x "$home/bin/docker-registry" ] && ! listens; then start_registry; fi
  say "Docker Engine $(answers) answers$(! listens || echo ", a registry listens on $registry")"
  [ "$(command -v docker)" != "$home/bin/docker" ] || say "its commands: export PATH=$home/bin:\$PATH"
  . "$here/bases.sh"
}

stop() {
  one_at_a_time
  local name pid try
  for name in docker-registry dockerd; do
    if runs "$name"; then
      pid=$(cat "$home/run/$name.pid")
      kill "$pid"
      for try in $(seq 120); do
        runs "$name" || break
        sleep 0.25
      done
      ! runs "$name" || fail "$name (process $pid) did not end within 30 seconds"
      say "stopped $name (process $pid)"
    fi
    rm -f "$home/run/$name.pid"
  done
}

case ${1:-up} in
  up) up ;;
  stop) stop ;;
  env) echo "export PATH=$home/bin:\$PATH" ;;
  *) fail "no such command: $1. There are: up, stop, env" ;;
esac
