package io.felucca.client;

import io.felucca.api.Fault;
import io.felucca.api.task.TaskIo;
import io.felucca.client.call.Caller;
import io.felucca.client.stream.Abandoned;
import io.felucca.client.stream.FifoOwner;
import io.felucca.client.stream.ProcessStreams;
import io.felucca.wire.convert.TaskWire;
import io.felucca.wire.tasks.GetRequest;
import io.felucca.wire.tasks.TasksGrpc;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes streams of new processes. What killed programs have left in the same folder is removed
 * before that, once for each folder and namespace.
 */
final class NewStreams {
  private static final Logger LOG = System.getLogger("io.felucca.client");
  private static final Set<List<Object>> LOOKED_AT = ConcurrentHashMap.newKeySet();

  private NewStreams() {}

  static ProcessStreams make(Caller caller, Stdio io, String container, String exec) {
    Path folder = io.wiring().folder();
    if (folder != null) {
      removeAbandoned(caller, folder);
    }
    return ProcessStreams.make(
        io.wiring(), FifoOwner.of(caller.address(), caller.namespace(), container, exec));
  }

  private static void removeAbandoned(Caller caller, Path folder) {
    String daemon = FifoOwner.daemon(caller.address(), caller.namespace());
    if (!LOOKED_AT.add(List.of(daemon, folder)) || !Files.isDirectory(folder)) {
      return;
    }
    try {
      Abandoned.remove(folder, daemon, (owner, fifos) -> isUsed(caller, owner, fifos));
    } catch (IOException | Fault e) {
      LOG.log(Level.DEBUG, "left FIFOs could not be removed folder=" + folder, e);
    }
  }

  private static boolean isUsed(Caller caller, FifoOwner owner, Path fifos) {
    GetRequest request =
        GetRequest.newBuilder().setContainerId(owner.container()).setExecId(owner.exec()).build();
    return Faults.find(
            () -> caller.ask(TasksGrpc::newBlockingStub, stub -> stub.get(request)).getProcess())
        .map(process -> TaskWire.fromWire(process).io())
        .filter(io -> isIn(io, fifos))
        .isPresent();
  }

  private static boolean isIn(TaskIo io, Path folder) {
    return List.of(io.stdin(), io.stdout(), io.stderr()).stream()
        .anyMatch(name -> name.startsWith(folder + "/"));
  }
}
