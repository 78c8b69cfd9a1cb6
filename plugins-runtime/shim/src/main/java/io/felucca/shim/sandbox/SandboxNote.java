package io.felucca.shim.sandbox;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.felucca.api.Fault;
import io.felucca.api.sandbox.SandboxExit;
import io.felucca.linux.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of a sandbox beside its bundle, from its creation on. It is what says that there is
 * a sandbox at all: a bundle without it was never finished.
 *
 * @param createdAt when it was made
 * @param started whether it was started
 * @param pid that its shim told then; 0 before, or where it has none here
 * @param exit how it ended; null while it lives, as far as anybody has looked
 * @param buried whether what a dead shim leaves has been removed
 */
record SandboxNote(Instant createdAt, boolean started, int pid, SandboxExit exit, boolean buried) {
  private static final String FILE = "felucca-sandbox.json";

  static SandboxNote created() {
    return new SandboxNote(Instant.now(), false, 0, null, false);
  }

  SandboxNote startedAs(int as) {
    return new SandboxNote(createdAt, true, as, exit, buried);
  }

  /** The first end that is noted counts. */
  SandboxNote ended(SandboxExit how) {
    return exit == null ? new SandboxNote(createdAt, started, pid, how, buried) : this;
  }

  SandboxNote afterBurial() {
    return new SandboxNote(createdAt, started, pid, exit, true);
  }

  void write(Path folder) {
    JsonObject json = new JsonObject();
    json.addProperty("createdAt", createdAt.toString());
    json.addProperty("started", started);
    json.addProperty("pid", pid);
    json.addProperty("buried", buried);
    if (exit != null) {
      json.addProperty("exitStatus", exit.status());
      json.addProperty("exitedAt", exit.at().toString());
    }
    try {
      Durable.write(folder.resolve(FILE), json.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Fault.io("note of sandbox " + folder.getFileName(), e);
    }
  }

  /** Empty where the folder is gone, or has none. */
  static Optional<SandboxNote> read(Path folder) {
    try {
      return Optional.of(
          parsed(JsonParser.parseString(Files.readString(folder.resolve(FILE))).getAsJsonObject()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Fault.io("note of sandbox " + folder.getFileName(), e);
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | DateTimeException e) {
      throw new Fault(
          Fault.Kind.DATA_LOSS, "note of sandbox " + folder.getFileName() + " is unreadable", e);
    }
  }

  private static SandboxNote parsed(JsonObject json) {
    SandboxExit exit =
        json.has("exitStatus")
            ? new SandboxExit(
                json.get("exitStatus").getAsInt(),
                Instant.parse(json.get("exitedAt").getAsString()))
            : null;
    return new SandboxNote(
        Instant.parse(json.get("createdAt").getAsString()),
        json.get("started").getAsBoolean(),
        json.get("pid").getAsInt(),
        exit,
        json.get("buried").getAsBoolean());
  }
}
