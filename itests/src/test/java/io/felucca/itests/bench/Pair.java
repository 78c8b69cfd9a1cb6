package io.felucca.itests.bench;

import java.util.ArrayList;
import java.util.List;

/** The two daemons, and how the same is done with both. */
record Pair(Peer ours, Peer theirs) implements AutoCloseable {
  interface OnPeer {
    double on(Peer peer) throws Exception;
  }

  interface Samples {
    List<Double> on(Peer peer) throws Exception;
  }

  /** Runs the same on both, in turn, so that a change in the machine's speed meets both. */
  void compare(String what, String unit, int times, int warmUp, String wanted, OnPeer measured)
      throws Exception {
    List<Double> a = new ArrayList<>();
    List<Double> b = new ArrayList<>();
    for (int i = 0; i < warmUp + times; i++) {
      double first = measured.on(ours);
      double second = measured.on(theirs);
      if (i >= warmUp) {
        a.add(first);
        b.add(second);
      }
    }
    Table.row(what, unit, a, b, wanted);
  }

  void both(OnPeer action) throws Exception {
    action.on(ours);
    action.on(theirs);
  }

  void start() throws Exception {
    both(peer -> peer.start());
  }

  void stop() throws Exception {
    both(
        peer -> {
          peer.stop();
          return 0;
        });
  }

  @Override
  public void close() throws Exception {
    ours.close();
    theirs.close();
  }
}
