package io.felucca.metadata.db;

import io.felucca.api.sandbox.Sandbox;

/** Sandboxes: head first, then the rest. */
final class SandboxCodec implements Codec<Sandbox> {
  private static final int FORMAT = 1;

  @Override
  public String key(Sandbox sandbox) {
    return sandbox.id();
  }

  @Override
  public byte[] encode(Sandbox sandbox) {
    RecordWriter writer =
        Head.write(FORMAT, sandbox.createdAt(), sandbox.updatedAt(), sandbox.labels())
            .text(sandbox.sandboxer())
            .text(sandbox.runtime());
    TypedValues.write(writer, sandbox.runtimeOptions());
    TypedValues.write(writer, sandbox.spec());
    TypedValues.writeAll(writer, sandbox.extensions());
    return writer.done();
  }

  @Override
  public Sandbox decode(String key, byte[] bytes) {
    RecordReader reader = new RecordReader(bytes, FORMAT);
    Head head = Head.read(reader);
    String sandboxer = reader.text();
    String runtime = reader.text();
    return new Sandbox(
        key,
        runtime,
        TypedValues.read(reader),
        TypedValues.read(reader),
        head.labels(),
        TypedValues.readAll(reader),
        sandboxer,
        head.createdAt(),
        head.updatedAt());
  }
}
