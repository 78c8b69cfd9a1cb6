package io.felucca.ctl;

import io.felucca.wire.plugins.ApplyRequest;
import io.felucca.wire.plugins.ChangeResponse;
import io.felucca.wire.plugins.InstallRequest;
import io.felucca.wire.plugins.ListRequest;
import io.felucca.wire.plugins.Plugin;
import io.felucca.wire.plugins.PluginsGrpc;
import io.felucca.wire.plugins.PluginsGrpc.PluginsBlockingStub;
import io.felucca.wire.plugins.SwapRequest;
import io.felucca.wire.plugins.UninstallRequest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** {@code felucca plugins ...}. */
final class PluginsCommand {
  private final Arguments line;
  private final PrintStream out;

  PluginsCommand(Arguments line, PrintStream out) {
    this.line = line;
    this.out = out;
  }

  void run() {
    switch (line.word(1)) {
      case "ls", "list" -> list();
      case "reload" -> reload();
      case "swap" -> swap();
      case "install" -> install();
      case "uninstall" -> uninstall();
      case "" -> throw new UsageException("plugins needs a command\n\n" + Help.of("plugins"));
      default ->
          throw new UsageException(
              "no command \"plugins " + line.word(1) + "\"; see felucca help plugins");
    }
  }

  private <R> R ask(Function<PluginsBlockingStub, R> question) {
    try (Connection connection = Connection.open(line)) {
      return question.apply(PluginsGrpc.newBlockingStub(connection.channel()));
    }
  }

  private void list() {
    ListRequest request = ListRequest.newBuilder().addAllFilters(line.from(2)).build();
    List<Plugin> plugins = ask(stub -> stub.list(request)).getPluginsList();
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
    print(ask(stub -> stub.apply(ApplyRequest.getDefaultInstance())));
  }

  private void swap() {
    List<String> words = line.exactly(2, "TYPE", "ID");
    SwapRequest request =
        SwapRequest.newBuilder().setType(words.get(0)).setId(words.get(1)).build();
    Plugin plugin = ask(stub -> stub.swap(request)).getPlugin();
    out.println(plugin.getType() + "." + plugin.getId() + ": replaced");
  }

  private void install() {
    Path jar = Path.of(line.exactly(2, "JAR").get(0)).toAbsolutePath().normalize();
    InstallRequest request = InstallRequest.newBuilder().setPath(jar.toString()).build();
    print(ask(stub -> stub.install(request)));
  }

  private void uninstall() {
    String name = line.exactly(2, "NAME").get(0);
    UninstallRequest request = UninstallRequest.newBuilder().setName(name).build();
    print(ask(stub -> stub.uninstall(request)));
  }

  private void print(ChangeResponse response) {
    if (response.getChangesCount() == 0) {
      out.println("nothing changed");
    }
    response.getChangesList().forEach(out::println);
  }
}
