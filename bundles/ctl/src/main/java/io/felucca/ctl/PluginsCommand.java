package io.felucca.ctl;

import io.felucca.wire.plugins.ApplyRequest;
import io.felucca.wire.plugins.JarRequest;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.RemoveRequest;
import io.felucca.wire.plugins.SwapRequest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code felucca plugins ...}. */
final class PluginsCommand {
  private final Arguments line;
  private final PrintStream out;
  private final Administration daemon;

  PluginsCommand(Arguments line, PrintStream out) {
    this.line = line;
    this.out = out;
    this.daemon = new Administration(line, out);
  }

  void run() {
    switch (line.word(1)) {
      case "ls", "list" -> list();
      case "reload" -> reload();
      case "swap" -> swap();
      case "install" -> daemon.change(stub -> stub.install(jar()));
      case "update" -> daemon.change(stub -> stub.update(jar()));
      case "remove", "rm", "uninstall" -> remove();
      case "" -> throw new UsageException("plugins needs a command\n\n" + Help.of("plugins"));
      default ->
          throw new UsageException(
              "no command \"plugins " + line.word(1) + "\"; see felucca help plugins");
    }
  }

  private void list() {
    ListRequest request = ListRequest.newBuilder().addAllFilters(line.from(2)).build();
    List<Plugin> plugins = daemon.ask(stub -> stub.list(request)).getPluginsList();
    if (line.has("quiet")) {
      plugins.forEach(plugin -> out.println(plugin.getType() + "." + plugin.getId()));
    } else if (line.has("details")) {
      plugins.forEach(plugin -> out.println(PluginText.details(plugin)));
    } else {
      out.print(PluginText.table(plugins));
    }
  }

  private void reload() {
    line.exactly(2);
    daemon.change(stub -> stub.apply(ApplyRequest.getDefaultInstance()));
  }

  private void swap() {
    List<String> words = line.exactly(2, "TYPE", "ID");
    SwapRequest request =
        SwapRequest.newBuilder().setType(words.get(0)).setId(words.get(1)).build();
    Plugin plugin = daemon.ask(stub -> stub.swap(request)).getPlugin();
    out.println(plugin.getType() + "." + plugin.getId() + ": replaced");
  }

  private JarRequest jar() {
    Path jar = Path.of(line.exactly(2, "JAR").get(0)).toAbsolutePath().normalize();
    return JarRequest.newBuilder().setPath(jar.toString()).build();
  }

  private void remove() {
    RemoveRequest request =
        RemoveRequest.newBuilder().setName(line.exactly(2, "NAME").get(0)).build();
    daemon.change(stub -> stub.remove(request));
  }
}
