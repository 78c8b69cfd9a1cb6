package io.felucca.ctl;

import io.felucca.wire.convert.Times;
import io.felucca.wire.plugins.ApplyRequest;
import io.felucca.wire.plugins.DiffResponse;
import io.felucca.wire.plugins.ExplainRequest;
import io.felucca.wire.plugins.HistoryRequest;
import io.felucca.wire.plugins.ReviewRequest;
import io.felucca.wire.plugins.RollbackRequest;
import io.felucca.wire.plugins.Version;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code felucca config ...}; exit code 1 where a reviewed configuration would be refused. */
final class ConfigCommand {
  private static final String SUFFIX = ".toml";

  private final Arguments line;
  private final PrintStream out;
  private final Administration daemon;

  ConfigCommand(Arguments line, PrintStream out) {
    this.line = line;
    this.out = out;
    this.daemon = new Administration(line, out);
  }

  int run() {
    return switch (line.word(1)) {
      case "check" -> check();
      case "diff" -> diff();
      case "apply" -> apply();
      case "remove", "rm" -> remove();
      case "history" -> history();
      case "rollback" -> rollback();
      case "explain" -> explain();
      case "" -> throw new UsageException("config needs a command\n\n" + Help.of("config"));
      default ->
          throw new UsageException(
              "no command \"config " + line.word(1) + "\"; see felucca help config");
    };
  }

  private int check() {
    var found = daemon.ask(stub -> stub.validate(review()));
    found.getProblemsList().forEach(out::println);
    return found.getRefused() ? Main.REFUSED : 0;
  }

  private int diff() {
    DiffResponse diff = daemon.ask(stub -> stub.diff(review()));
    diff.getProblemsList().forEach(out::println);
    diff.getKeysList()
        .forEach(
            key ->
                out.println(
                    key.getKey()
                        + ": "
                        + orNothing(key.getBefore())
                        + " -> "
                        + orNothing(key.getAfter())
                        + "  # "
                        + key.getPlace()));
    diff.getPluginsList().forEach(out::println);
    if (diff.getKeysCount() + diff.getProblemsCount() == 0) {
      out.println("nothing would change");
    }
    return diff.getRefused() ? Main.REFUSED : 0;
  }

  private static String orNothing(String value) {
    return value.isEmpty() ? "nothing" : value;
  }

  /** Of the file that is named, or of the files as they are. */
  private ReviewRequest review() {
    if (line.word(2).isEmpty()) {
      return ReviewRequest.getDefaultInstance();
    }
    Path file = Path.of(line.exactly(2, "FILE").get(0));
    return ReviewRequest.newBuilder().setName(name(file)).setToml(read(file)).build();
  }

  private int apply() {
    Path file = Path.of(line.exactly(2, "FILE").get(0));
    ApplyRequest request =
        ApplyRequest.newBuilder().setName(name(file)).setToml(read(file)).build();
    daemon.change(stub -> stub.apply(request));
    return 0;
  }

  private String name(Path file) {
    String name = file.getFileName().toString();
    String bare = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    return line.flag("name", bare);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UsageException("cannot read " + file + ": " + e);
    }
  }

  private int remove() {
    String name = line.exactly(2, "NAME").get(0);
    ApplyRequest request = ApplyRequest.newBuilder().setName(name).setRemove(true).build();
    daemon.change(stub -> stub.apply(request));
    return 0;
  }

  private int history() {
    line.exactly(2);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("VERSION", "TIME", "DOOR", "STATE"));
    daemon
        .ask(stub -> stub.history(HistoryRequest.getDefaultInstance()))
        .getVersionsList()
        .forEach(version -> rows.add(row(version)));
    out.print(TextTable.of(rows));
    return 0;
  }

  private static List<String> row(Version version) {
    String state = version.getPinned() ? "in force, pinned" : "in force";
    return List.of(
        Long.toString(version.getNumber()),
        Times.fromWire(version.hasTime(), version.getTime()).toString(),
        version.getDoor(),
        version.getCurrent() ? state : "");
  }

  private int rollback() {
    RollbackRequest request = RollbackRequest.newBuilder().setNumber(number()).build();
    daemon.change(stub -> stub.rollback(request));
    return 0;
  }

  private long number() {
    if (line.word(2).isEmpty()) {
      return 0;
    }
    String word = line.exactly(2, "VERSION").get(0);
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw new UsageException("\"" + word + "\" is no version; see felucca config history");
    }
  }

  private int explain() {
    String prefix = line.word(2).isEmpty() ? "" : line.exactly(2, "KEY").get(0);
    ExplainRequest request = ExplainRequest.newBuilder().setPrefix(prefix).build();
    daemon
        .ask(stub -> stub.explain(request))
        .getValuesList()
        .forEach(
            value ->
                out.println(
                    value.getKey()
                        + " = "
                        + value.getValue()
                        + "  # "
                        + value.getPlace()
                        + "; "
                        + value.getEffect()));
    return 0;
  }
}
