package io.felucca.runtime.oci;

import static org.junit.Assert.assertEquals;

import io.felucca.api.task.Task;
import io.felucca.api.task.TaskIo;
import io.felucca.linux.FdChannel;
import io.felucca.linux.Fifo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;

/** When a process reads the end of its standard input. */
public class InputTest {
  private static final String COUNT = "exit $(/bin/busybox wc -c)";

  @Rule public final RealTasks real = new RealTasks();

  private Task created(Path fifo) throws IOException {
    Fifo.create(fifo, 0600);
    String json = RealTasks.spec(real.namespace, "reads", COUNT, "{\"type\":\"pid\"},");
    return real.manager.create(
        real.scope, real.spec("reads", json, new TaskIo(fifo.toString(), "", "", false)));
  }

  private static void write(Path fifo) throws IOException {
    try (OutputStream input = Fifo.awaitReader(fifo).output()) {
      input.write("four".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  public void clientThatIsDoneBeforeTheStartNeedNotCloseIt() throws IOException {
    Path fifo = real.path("in");
    Task task = created(fifo);
    write(fifo);
    task.start(real.scope, "");
    assertEquals(4, real.exit(task, "").status());
  }

  @Test
  public void laterClientsMayComeAndGoUntilItIsClosed() throws IOException {
    Path fifo = real.path("in");
    Task task = created(fifo);
    try (FdChannel waits = Fifo.awaitReader(fifo)) {
      task.start(real.scope, "");
    }
    write(fifo);
    real.restart();
    write(fifo);
    real.manager.get(real.scope, "reads").closeStdin(real.scope, "");
    assertEquals(8, real.exit(real.manager.get(real.scope, "reads"), "").status());
  }
}
