package io.felucca.ctl;

/** The help texts. */
final class Help {
  private static final String MAIN =
      """
      felucca - shows and changes the plugins of a running daemon

      USAGE
         felucca [-a SOCKET] command [arguments]

      COMMANDS
         plugins ls [FILTER...]      list plugins, in the order in which they came up
         plugins reload              read the configuration again and apply what changed
         plugins swap TYPE ID        replace a plugin by a fresh instance
         plugins install JAR         take a new jar into the plugins folder
         plugins update JAR          take a jar in the place of that of the same name
         plugins remove NAME         remove a jar from the plugins folder
         config check [FILE]         tell what is wrong with the configuration
         config diff [FILE]          tell what it would change
         config apply FILE           make FILE a part of the configuration
         config remove NAME          take such a part away
         config history              list the configurations that were in force
         config rollback [VERSION]   go back to one
         config explain [KEY]        tell where values come from and what a change of them does
         version                     show the version of program and daemon
         publish                     publish an event that is read from standard input
         help [COMMAND]              show this text, or that of a command

      FLAGS
         -a, --address SOCKET        the daemon's socket (default: $CONTAINERD_ADDRESS,
                                     else /run/containerd/containerd.sock)
         --timeout SECONDS           how long to wait for the answer (default: 60)
         -h, --help                  show help

      EXIT CODES
         0 done; 1 the daemon refused, failed or did not answer; 2 the command line is wrong
      """;
  private static final String PLUGINS =
      """
      felucca plugins - shows and changes the plugins of a running daemon

      USAGE
         felucca plugins ls [-d] [-q] [FILTER...]
         felucca plugins reload
         felucca plugins swap TYPE ID
         felucca plugins install JAR
         felucca plugins update JAR
         felucca plugins remove NAME

      Plugins are replaced while the daemon serves: the new instance comes up beside the old
      one, takes its place, and the old one goes when its last caller has left. A change is
      checked whole before anything moves; refused, it leaves all as it was, and the reason
      names file, line and column.

      ls
         -d, --details               everything that is known of each plugin
         -q, --quiet                 only type and ID, as one word
         FILTER                      such as type==io.containerd.snapshotter.v1 or state==error;
                                     plugins that one of them matches are listed
      reload
         prints one line for each plugin that changed
      install, update, remove
         JAR is a path on the daemon's machine; NAME is the jar's file name in the folder. A
         plugin of the daemon that a jar replaced comes back when the jar is removed.
      """;
  private static final String CONFIG =
      """
      felucca config - shows and changes the configuration of a running daemon

      USAGE
         felucca config check [FILE] [--name NAME]
         felucca config diff [FILE] [--name NAME]
         felucca config apply FILE [--name NAME]
         felucca config remove NAME
         felucca config history
         felucca config rollback [VERSION]
         felucca config explain [KEY]

      The configuration is what the daemon's files say: its main file, what that imports, and the
      files of the folder conf.d beside it. Edits are followed at once; nothing here is needed for
      them.

      check, diff
         what is wrong with the files as they are, or would be with FILE in conf.d; diff tells
         which values and plugins would change. Exit code 1 where a running daemon would refuse.
      apply, remove
         FILE becomes conf.d/NAME.toml (NAME: by default the file's own) and is applied; remove
         takes it away. A change that is wrong, or brings down a required plugin, is taken back
         whole.
      history, rollback
         every configuration that was in force has a version. The daemon goes back to one (by
         default the one before) and stays there, restarts included, until the files change.
      explain
         each value whose key begins with KEY, or of the plugin KEY: where it comes from, and
         whether a change of it is live, with the plugins that it replaces, or needs a restart
      """;
  private static final String PUBLISH =
      """
      felucca publish - publishes an event to the daemon

      USAGE
         felucca publish --topic TOPIC --namespace NAMESPACE < event

      The event is a google.protobuf.Any in binary form on standard input.
      """;

  private Help() {}

  /** The text of a command; the main one where it has none. */
  static String of(String command) {
    return switch (command) {
      case "plugins", "plugin" -> PLUGINS;
      case "config" -> CONFIG;
      case "publish" -> PUBLISH;
      default -> MAIN;
    };
  }
}
