package io.felucca.itests.client;

import io.felucca.client.Container;
import io.felucca.client.Exec;
import io.felucca.client.Felucca;
import io.felucca.client.Stdio;
import io.felucca.client.Task;
import java.nio.file.Path;
import java.util.List;

/** A program that is killed while it has a container's streams. */
public final class Victim {
  private Victim() {}

  /** Address of the daemon, namespace, container, folder for FIFOs. */
  public static void main(String[] args) throws Exception {
    try (Felucca client = Felucca.connect(args[0])) {
      Stdio io = Stdio.pipes().in(Path.of(args[3]));
      Container container = client.namespace(args[1]).containers().get(args[2]);
      Task task = container.newTask(io);
      task.start();
      Exec exec = task.exec("reader", io, List.of("cat"));
      exec.start();
      System.out.println("ready");
      task.awaitExit();
    }
  }
}
