package io.felucca.shim.sandbox;

import io.felucca.api.sandbox.SandboxStart;
import io.felucca.api.sandbox.SandboxStatus;
import io.felucca.shim.wire.Values;
import io.felucca.wire.convert.Times;
import io.felucca.wire.shim.SandboxState;
import io.felucca.wire.shim.StartedSandbox;
import java.time.Instant;
import java.util.Map;

/** What callers are told of a sandbox: what its shim says, and what is kept beside it. */
final class SandboxAnswers {
  private static final String NOT_READY = "SANDBOX_NOTREADY";
  private static final String READY = "SANDBOX_READY";

  private SandboxAnswers() {}

  static SandboxStart start(ShimSandbox sandbox, SandboxNote note, StartedSandbox started) {
    return new SandboxStart(
        sandbox.id(),
        started.getPid(),
        createdAt(started.hasCreatedAt(), started.getCreatedAt(), note),
        Map.of(),
        address(sandbox),
        sandbox.endpoint().version(),
        Values.typed(started.getSpec()));
  }

  private static Instant createdAt(
      boolean told, com.google.protobuf.Timestamp at, SandboxNote note) {
    Instant known = Times.fromWire(told, at);
    return known == null ? note.createdAt() : known;
  }

  private static String address(ShimSandbox sandbox) {
    String address = sandbox.endpoint().address();
    return address.contains("+") ? address : sandbox.endpoint().protocol() + "+" + address;
  }

  /** What the shim leaves out is known here. */
  static SandboxStatus status(ShimSandbox sandbox, SandboxState told) {
    SandboxNote note = sandbox.note();
    Instant exitedAt = Times.fromWire(told.hasExitedAt(), told.getExitedAt());
    String usual = note.started() && exitedAt == null ? READY : NOT_READY;
    return new SandboxStatus(
        sandbox.id(),
        told.getPid() == 0 ? note.pid() : told.getPid(),
        told.getState().isEmpty() ? usual : told.getState(),
        told.getInfoMap(),
        createdAt(told.hasCreatedAt(), told.getCreatedAt(), note),
        exitedAt,
        Values.typed(told.getExtra()),
        address(sandbox),
        sandbox.endpoint().version());
  }

  /** One whose end is noted. */
  static SandboxStatus ended(ShimSandbox sandbox) {
    SandboxNote note = sandbox.note();
    return new SandboxStatus(
        sandbox.id(),
        note.pid(),
        NOT_READY,
        Map.of(),
        note.createdAt(),
        note.exit().at(),
        null,
        address(sandbox),
        sandbox.endpoint().version());
  }

  /** One that has a record but no shim, as after a reboot. */
  static SandboxStatus gone(String id) {
    return new SandboxStatus(id, 0, NOT_READY, Map.of(), null, Instant.now(), null, "", 0);
  }
}
