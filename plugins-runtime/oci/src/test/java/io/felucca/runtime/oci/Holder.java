package io.felucca.runtime.oci;

import io.felucca.api.Mount;
import io.felucca.api.Scope;
import io.felucca.api.TypedValue;
import io.felucca.api.task.ExecSpec;
import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.api.task.TaskSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that holds a manager, to be killed: takes orders in its standard input, a line each,
 * and answers each with a line.
 */
public final class Holder {
  private final OciTaskManager manager;
  private final Scope scope;
  private final Path image;

  private Holder(OciTaskManager manager, Scope scope, Path image) {
    this.manager = manager;
    this.scope = scope;
    this.image = image;
  }

  /** Arguments: the folder that the test works in, and the namespace. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Settings settings =
        Fixture.settings(folder.resolve("root"), folder.resolve("state"), "runc", "auto");
    OciTaskManager manager = new OciTaskManager(settings, new RecordedEvents(), Successor.NONE);
    manager.start();
    Holder holder = new Holder(manager, Scope.of(arguments[1]), folder.resolve("image"));
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
    System.out.println("ready");
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      System.out.println(holder.obey(line.split(" ", 4)));
    }
  }

  private String obey(String[] words) {
    switch (words[0]) {
      case "create" -> create(words[1], words[2] + " " + words[3]);
      case "run" -> {
        create(words[1], words[2] + " " + words[3]);
        manager.get(scope, words[1]).start(scope, "");
      }
      case "exec" -> {
        exec(words[1], words[2], words[3]);
        manager.get(scope, words[1]).start(scope, words[2]);
      }
      case "prepare" -> {
        exec(words[1], words[2], words[3]);
        awaitPrepared((OciTask) manager.get(scope, words[1]), words[2]);
      }
      case "prepares" -> prepares(words[1]);
      case "pause" -> manager.get(scope, words[1]).pause(scope);
      case "cycles" -> cycles(words[1]);
      default -> throw new IllegalArgumentException(words[0]);
    }
    return "done";
  }

  /** Its output goes to the FIFO that is called as it is, if there is one. */
  private void exec(String id, String execId, String script) {
    Path out = image.resolveSibling(execId);
    TaskIo io = Files.exists(out) ? new TaskIo("", out.toString(), "", false) : RealTasks.NO_IO;
    ExecSpec plain = RealTasks.exec(execId, script);
    manager.get(scope, id).exec(scope, new ExecSpec(execId, io, plain.process()));
  }

  private static void awaitPrepared(OciTask task, String execId) {
    while (!task.execs().get(execId).preparation().isMade()) {
      Thread.onSpinWait();
    }
  }

  /** Execs, one after the other, some of which are started, until this is killed. */
  private void prepares(String id) {
    Task task = manager.get(scope, id);
    for (int i = 0; ; i++) {
      String execId = "e" + i;
      exec(id, execId, "exit 0");
      if (i % 3 != 0) {
        task.start(scope, execId);
        task.exit(scope, execId).join();
      }
      if (i % 3 != 1) {
        task.delete(scope, execId);
      }
    }
  }

  private Task create(String id, String script) {
    String json = RealTasks.spec(scope.namespace(), id, script, "{\"type\":\"pid\"},");
    return manager.create(
        scope,
        new TaskSpec(
            id,
            Fixture.RUNTIME,
            new TypedValue("spec", json.getBytes(StandardCharsets.UTF_8)),
            List.of(Mount.of("bind", image.toString(), List.of("rbind", "rw"))),
            RealTasks.NO_IO,
            null,
            "",
            ""));
  }

  /** Tasks of one name, one after the other, until this is killed. */
  private void cycles(String id) {
    while (true) {
      Task task = create(id, "/bin/busybox true; exit 7");
      task.start(scope, "");
      task.exit(scope, "").join();
      task.delete(scope, "");
    }
  }
}
