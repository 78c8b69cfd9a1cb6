# shellcheck shell=bash
# Completion of felucca, feluccad and felucca-host for bash (bash-completion loads it by the command's name).

_felucca_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "${COMP_WORDS[COMP_CWORD]}")
}

# The plugins of the daemon that the command line names: each as TYPE, or the IDs of the type $1.
_felucca_plugins() {
  local address=() i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      -a | --address) address=(--address "${COMP_WORDS[i + 1]}") ;;
    esac
  done
  felucca "${address[@]}" --timeout 2 plugins ls 2>/dev/null |
    awk -v type="${1:-}" 'NR > 1 && type == "" {print $1} NR > 1 && $1 == type {print $2}' | sort -u
}

_felucca() {
  local previous=${COMP_WORDS[COMP_CWORD - 1]} words=() i
  case $previous in
    -a | --address | install | update | apply | check | diff) compopt -o default; COMPREPLY=(); return ;;
    --timeout | remove | rollback | explain | --name | --topic | --namespace) return ;;
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      -a | --address | --timeout) ((i++)) ;;
      -*) ;;
      *) words+=("${COMP_WORDS[i]}") ;;
    esac
  done
  case "${words[*]}" in
    '') _felucca_words 'plugins config version publish help --address --timeout --help' ;;
    plugins) _felucca_words 'ls reload swap install update remove' ;;
    'plugins ls') _felucca_words '--details --quiet' ;;
    'plugins swap') _felucca_words "$(_felucca_plugins)" ;;
    'plugins swap '*) _felucca_words "$(_felucca_plugins "${words[2]}")" ;;
    config) _felucca_words 'check diff apply remove history rollback explain' ;;
    publish*) _felucca_words '--topic --namespace' ;;
    help) _felucca_words 'plugins config publish' ;;
  esac
}

_feluccad() {
  case ${COMP_WORDS[COMP_CWORD - 1]} in
    -c | --config | -a | --address | --root | --state) compopt -o default; COMPREPLY=() ;;
    -l | --log-level) _felucca_words 'trace debug info warn error fatal panic' ;;
    config) _felucca_words 'default dump migrate check diff explain' ;;
    *) _felucca_words 'config publish oci-hook help --config --log-level --address --root --state --help --version' ;;
  esac
}

_felucca_host() {
  case ${COMP_WORDS[COMP_CWORD - 1]} in
    -c | --config | -a | --address | --root | --state) compopt -o default; COMPREPLY=() ;;
    -l | --log-level) _felucca_words 'trace debug info warn error fatal panic' ;;
    --snapshotter) _felucca_words 'overlayfs native' ;;
    config) _felucca_words 'default dump check' ;;
    *) _felucca_words '--address --root --state --snapshotter --config --log-level --help --version config' ;;
  esac
}

complete -F _felucca felucca
complete -F _feluccad feluccad
complete -F _felucca_host felucca-host
