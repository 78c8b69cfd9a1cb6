package io.felucca.itests.client;

import io.felucca.api.Fault;
import io.felucca.client.Checkpoint;
import io.felucca.client.ConnectOptions;
import io.felucca.client.Container;
import io.felucca.client.Exec;
import io.felucca.client.Felucca;
import io.felucca.client.Stdio;
import io.felucca.client.Task;
import io.felucca.client.Workspace;
import io.felucca.oci.option.Users;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a user without privileges does with a daemon; tells it line by line. */
public final class Stranger {
  private Stranger() {}

  /** Address of the daemon, seconds to wait for it, namespace, an archive with an image. */
  public static void main(String[] args) throws Exception {
    Duration patience = Duration.ofSeconds(Long.parseLong(args[1]));
    ConnectOptions options = ConnectOptions.to(args[0]).reconnect(patience);
    try (Felucca client = Felucca.connect(options)) {
      Workspace workspace = client.namespace(args[2]);
      var image = workspace.images().load(Path.of(args[3])).get(0);
      Container container =
          workspace
              .containers()
              .create("stranger")
              .image(image)
              .newSnapshot("stranger")
              .args("sh", "-c", "id -u; id -g; cat; sleep 1000")
              .spec(Users.user("guest:extra"))
              .create();
      Task task = container.newTask(Stdio.pipes());
      task.start();
      try (OutputStream in = task.stdin()) {
        in.write("typed\n".getBytes());
      }
      byte[] said = task.stdout().readNBytes("1000\n2000\ntyped\n".length());
      System.out.print(new String(said));
      exec(task);
      task.deleteForcibly();
      System.out.println(container.checkpoint("local/kept:1", Checkpoint.ofFiles()).name());
      container.deleteWithSnapshot();
      workspace.images().delete("local/kept:1", true);
      workspace.images().delete(image.name(), true);
    }
  }

  /** Names of users in a running container are for root: its files may have changed. */
  private static void exec(Task task) throws Exception {
    try {
      task.exec("name", Stdio.pipes(), List.of("id"), Users.user("guest"));
    } catch (Fault fault) {
      System.out.println(fault.kind());
    }
    Exec exec = task.exec("number", Stdio.output(), List.of("id", "-u"), Users.user("12:34"));
    exec.start();
    exec.awaitExit();
    exec.delete();
  }
}
