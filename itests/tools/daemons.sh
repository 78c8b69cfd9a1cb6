# shellcheck shell=bash
# Sourced by the scripts here: private daemons in folders of their own, ended by pid. HOME_OF_FELUCCA is an installed tree.
HOME_OF_FELUCCA=${HOME_OF_FELUCCA:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/distribution/target/felucca}

# daemon_config DIR: the configuration that both daemons are given
daemon_config() {
  mkdir -p "$1"
  cat > "$1/config.toml" << TOML
version = 2
root = "$1/root"
state = "$1/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "$1/grpc.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$1/opt"
TOML
}

# await_daemon DIR PID: until it answers; its log where it ends instead
await_daemon() {
  for _ in $(seq 2400); do
    if ctr -a "$1/grpc.sock" version > /dev/null 2>&1; then return 0; fi
    kill -0 "$2" 2> /dev/null || break
    sleep 0.05
  done
  echo "the daemon in $1 does not answer" >&2
  tail -n 50 "$1/log" >&2
  return 1
}

# start_felucca DIR / start_containerd DIR: start, wait, leave the pid in DIR/pid
start_felucca() {
  [ -e "$1/config.toml" ] || daemon_config "$1"
  "$HOME_OF_FELUCCA/bin/feluccad" -c "$1/config.toml" >> "$1/log" 2>&1 < /dev/null &
  echo $! > "$1/pid"
  await_daemon "$1" "$(cat "$1/pid")"
}
start_containerd() {
  [ -e "$1/config.toml" ] || daemon_config "$1"
  containerd -c "$1/config.toml" >> "$1/log" 2>&1 < /dev/null &
  echo $! > "$1/pid"
  await_daemon "$1" "$(cat "$1/pid")"
}

# stop_daemon DIR: TERM, and wait for its end
stop_daemon() {
  [ -e "$1/pid" ] || return 0
  local pid
  pid=$(cat "$1/pid")
  rm "$1/pid"
  kill "$pid" 2> /dev/null
  for _ in $(seq 2400); do kill -0 "$pid" 2> /dev/null || break; sleep 0.05; done
  wait "$pid" 2> /dev/null
  return 0
}

# remove_dir DIR: unmounts what is mounted below it, then removes it
remove_dir() {
  awk -v dir="$1/" 'index($2, dir) == 1 {print $2}' /proc/mounts | tac | while read -r target; do umount -l "$target"; done
  rm -rf "$1"
}

# free_port: one of the loopback that nobody listens on, below those that the kernel takes for connections
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); do
    (: < "/dev/tcp/127.0.0.1/$port") 2> /dev/null || { echo "$port"; return 0; }
  done
}

# start_registry DIR PORT: Debian's docker-registry on loopback
start_registry() {
  mkdir -p "$1"
  cat > "$1/config.yml" << YAML
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $1/data}, delete: {enabled: true}}
http: {addr: "127.0.0.1:$2"}
YAML
  docker-registry serve "$1/config.yml" > "$1/log" 2>&1 < /dev/null &
  echo $! > "$1/pid"
  for _ in $(seq 1200); do
    kill -0 $! 2> /dev/null || break
    (: < "/dev/tcp/127.0.0.1/$2") 2> /dev/null && return 0
    sleep 0.05
  done
  echo "the registry does not listen on port $2" >&2
  tail -n 50 "$1/log" >&2
  return 1
}
