package io.felucca.runtime.serve;

import io.felucca.api.task.Exit;
import io.felucca.api.task.ProcessInfo;
import io.felucca.api.task.ProcessState;
import io.felucca.wire.convert.Anys;
import io.felucca.wire.convert.Times;
import io.felucca.wire.shim.DeleteResponse;
import io.felucca.wire.shim.PidsResponse;
import io.felucca.wire.shim.StateResponse;
import io.felucca.wire.shim.WaitResponse;
import java.util.List;

/** Answers of the task service. */
final class Answers {
  private Answers() {}

  static StateResponse state(ProcessState state, String bundle) {
    String execId = state.execId();
    StateResponse.Builder answer =
        StateResponse.newBuilder()
            .setId(execId.isEmpty() ? state.containerId() : execId)
            .setExecId(execId)
            .setBundle(bundle)
            .setPid(state.pid())
            .setStatus(state.status().ordinal())
            .setStdin(state.io().stdin())
            .setStdout(state.io().stdout())
            .setStderr(state.io().stderr())
            .setTerminal(state.io().terminal())
            .setExitStatus(state.exitStatus());
    if (state.exitedAt() != null) {
      answer.setExitedAt(Times.toWire(state.exitedAt()));
    }
    return answer.build();
  }

  static DeleteResponse deleted(Exit exit) {
    DeleteResponse.Builder answer =
        DeleteResponse.newBuilder().setPid(exit.pid()).setExitStatus(exit.status());
    if (exit.at() != null) {
      answer.setExitedAt(Times.toWire(exit.at()));
    }
    return answer.build();
  }

  static WaitResponse ended(Exit exit) {
    WaitResponse.Builder answer = WaitResponse.newBuilder().setExitStatus(exit.status());
    if (exit.at() != null) {
      answer.setExitedAt(Times.toWire(exit.at()));
    }
    return answer.build();
  }

  static PidsResponse pids(List<ProcessInfo> processes) {
    PidsResponse.Builder answer = PidsResponse.newBuilder();
    for (ProcessInfo process : processes) {
      PidsResponse.Process.Builder one = answer.addProcessesBuilder().setPid(process.pid());
      if (process.details() != null) {
        one.setInfo(Anys.toWire(process.details()));
      }
    }
    return answer.build();
  }
}
