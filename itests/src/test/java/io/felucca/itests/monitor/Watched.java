package io.felucca.itests.monitor;

import io.felucca.itests.fixture.BusyboxImage;
import io.felucca.itests.fixture.Command;
import io.felucca.itests.fixture.Daemon;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Containers with labels, as an operator makes and sees them: through {@code ctr}. */
final class Watched {
  static final String RESTART = "containerd.io/restart.";
  static final String HEALTH = "containerd.io/healthcheck.";

  private final Daemon daemon;
  private final String namespace;

  Watched(Daemon daemon, String namespace) {
    this.daemon = daemon;
    this.namespace = namespace;
  }

  Command ctr(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("-n", namespace));
    line.addAll(List.of(arguments));
    return daemon.ctr(line.toArray(String[]::new));
  }

  /** Runs a script in a container with such labels: {@code key=value}. */
  void run(String id, List<String> labels, String script) throws Exception {
    ctr(line("run -d", labels, id, "sh", "-c", script)).ok();
  }

  /** Makes a container that would run for long, and no task. */
  void create(String id, List<String> labels) throws Exception {
    ctr(line("containers create", labels, id, "sleep", "100000")).ok();
  }

  private static String[] line(String command, List<String> labels, String id, String... program) {
    List<String> line = new ArrayList<>(List.of(command.split(" ")));
    labels.forEach(label -> line.addAll(List.of("--label", label)));
    line.addAll(List.of(BusyboxImage.NAME, id));
    line.addAll(List.of(program));
    return line.toArray(String[]::new);
  }

  /** Sets a label: {@code key=value}. */
  void set(String id, String label) throws Exception {
    ctr("containers", "label", id, label).ok();
  }

  /** A label's value; empty for none. */
  String label(String id, String key) {
    try {
      String info = ctr("containers", "info", id).out();
      Matcher found =
          Pattern.compile(Pattern.quote("\"" + key + "\"") + ": \"(.*)\"").matcher(info);
      return found.find() ? found.group(1) : "";
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  int count(String id) {
    String count = label(id, RESTART + "count");
    return count.isEmpty() ? 0 : Integer.parseInt(count);
  }

  /** The line that {@code ctr} shows of the task; empty where there is none. */
  String task(String id) {
    try {
      for (String line : ctr("tasks", "ls").lines()) {
        if (line.startsWith(id + " ")) {
          return line;
        }
      }
      return "";
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  boolean runs(String id) {
    return task(id).endsWith("RUNNING");
  }

  long pid(String id) {
    return Long.parseLong(task(id).split("\\s+")[1]);
  }

  void kill(String id) throws Exception {
    ctr("tasks", "kill", "-s", "SIGKILL", id).ok();
  }

  private boolean removed(String id) {
    try {
      ctr("tasks", "rm", "-f", id);
      return ctr("containers", "rm", id).code() == 0;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the watch over all, and then all. */
  void removeAll() throws Exception {
    for (String id : ctr("containers", "ls", "-q").ok().lines()) {
      ctr("containers", "label", id, RESTART + "status=", HEALTH + "test=NONE").ok();
    }
    for (String id : ctr("containers", "ls", "-q").ok().lines()) {
      // a restart that had begun may come to its end in between
      daemon.await(id + " is removed", () -> removed(id));
    }
  }
}
