package io.felucca.registry.cli;

/** The help texts. */
final class Help {
  private Help() {}

  static String daemon() {
    return """
        NAME:
           feluccad - container runtime daemon with containerd's API

        USAGE:
           feluccad [flags]                    run the daemon
           feluccad [flags] command [arguments]

        COMMANDS:
           config     show, check, compare, explain and migrate the configuration
           publish    publish an event to the daemon
           oci-hook   run an OCI hook with a container's values in its arguments
           help       show this text

        FLAGS:
           -c, --config FILE      configuration file (default: /etc/containerd/config.toml)
           -l, --log-level LEVEL  trace, debug, info, warn, error, fatal or panic
           -a, --address PATH     socket of the gRPC API; ttrpc is at PATH.ttrpc
           --root DIR             what must outlast a reboot
           --state DIR            what may go with a reboot
           -h, --help             show this text
           -v, --version          show the version

        Changes of the configuration files and of the plugins folder are followed while the daemon
        runs; SIGHUP does the same at once. 'felucca plugins' shows and changes plugins.
        """;
  }

  static String config() {
    return """
        NAME:
           feluccad config - show, check, compare, explain and migrate the configuration

        USAGE:
           feluccad [-c FILE] config command

        COMMANDS:
           default           print the built-in configuration
           dump [--places]   print the configuration in force, with imports and defaults;
                             --places says behind each value where it comes from
           migrate           print the same, as a file of the newest version
           check             tell what is wrong with the files; exit code 1 where something is
           diff              tell which values and plugins would change against the configuration
                             that the daemon ran on last
           explain [KEY]     tell of each value (whose key begins with KEY, or of the plugin KEY)
                             where it comes from, and whether a change of it is live, with the
                             plugins that it replaces, or needs a restart

        No command changes a file.
        """;
  }

  static String publish() {
    return """
        NAME:
           feluccad publish - publish an event to the daemon

        USAGE:
           feluccad [-a SOCKET] publish --topic TOPIC --namespace NAMESPACE < event

        FLAGS:
           --topic TOPIC          such as /tasks/exit
           --namespace NAMESPACE  the namespace in which it happened

        The event is a google.protobuf.Any on standard input.
        """;
  }

  static String ociHook() {
    return """
        NAME:
           feluccad oci-hook - run an OCI hook with a container's values in its arguments

        USAGE:
           feluccad oci-hook [--] command [arguments] < state

        The container's state (OCI runtime specification) is read from standard input. In the
        command, its arguments and its environment these stand for values of it:
           {{id}} {{bundle}} {{rootfs}} {{pid}} {{status}} {{annotation "key"}}
        The exit code is that of the command.
        """;
  }
}
