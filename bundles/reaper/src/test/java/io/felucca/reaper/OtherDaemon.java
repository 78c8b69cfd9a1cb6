package io.felucca.reaper;

import io.felucca.api.task.TaskIo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A daemon that starts one container and is killed. Arguments: a {@link Launch}, flattened. */
final class OtherDaemon {
  private OtherDaemon() {}

  /** Runs it until the container has been created, then kills it. */
  static void createAndDie(Path programs, Launch launch) throws Exception {
    Process daemon = start(programs, launch);
    int said = daemon.getInputStream().read();
    daemon.destroyForcibly().waitFor();
    if (said != '!') {
      throw new IllegalStateException("the other daemon did not start its container");
    }
  }

  /** Runs it until there is a reaper, then kills it. */
  static void dieWhileCreating(Path programs, Launch launch) throws Exception {
    Process daemon = start(programs, launch);
    while (new Folder(launch.folder()).state().isEmpty() && daemon.isAlive()) {
      Thread.sleep(2);
    }
    daemon.destroyForcibly().waitFor();
  }

  private static Process start(Path programs, Launch launch) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OtherDaemon.class.getName(),
            programs.toString(),
            launch.command().get(0),
            launch.command().get(2),
            launch.id(),
            launch.bundle().toString(),
            launch.folder().toString(),
            launch.io().stdin(),
            launch.io().stdout(),
            Boolean.toString(launch.io().terminal()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Launch launch =
        new Launch(
            Launch.Kind.CREATE,
            List.of(args[1], "--root", args[2]),
            List.of(),
            args[3],
            Path.of(args[4]),
            null,
            Path.of(args[5]),
            new TaskIo(args[6], args[7], "", Boolean.parseBoolean(args[8])),
            IoOwner.ROOT,
            Map.of("PATH", System.getenv("PATH")),
            new LogName("tests", args[3]));
    Supervisors.choose(Path.of(args[0])).start(launch);
    System.out.write('!');
    System.out.flush();
    Thread.sleep(Long.MAX_VALUE);
  }
}
