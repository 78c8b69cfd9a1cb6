package io.felucca.client;

import io.felucca.client.call.Caller;
import io.felucca.client.stream.ProcessStreams;
import io.felucca.wire.tasks.DeleteProcessRequest;
import io.felucca.wire.tasks.DeleteResponse;
import io.felucca.wire.tasks.TasksGrpc;

/**
 * A further process in a running container; made by {@link Task#exec}.
 *
 * <pre>{@code
 * Exec exec = task.exec("list", Stdio.output(), List.of("ls", "-l"), Command.directory("/tmp"));
 * exec.start();
 * int status = exec.awaitExit().status();
 * exec.delete();
 * }</pre>
 */
public final class Exec extends TaskProcess {
  Exec(Caller caller, String container, String execId, int pid, ProcessStreams streams) {
    super(caller, container, execId, pid, streams);
  }

  @Override
  DeleteResponse remove(Caller caller) {
    DeleteProcessRequest request =
        DeleteProcessRequest.newBuilder().setContainerId(container()).setExecId(execId()).build();
    return caller.work(TasksGrpc::newBlockingStub, stub -> stub.deleteProcess(request));
  }
}
