package io.felucca.itests.hotswap;

import io.felucca.itests.fixture.FreePort;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/**
 * Fetches metrics as monitoring does.
 *
 * @param address {@code host:port}
 */
record Scrape(String address) {
  /** At a port of the loopback that is free now. */
  static Scrape anywhere() throws IOException {
    return new Scrape("127.0.0.1:" + FreePort.find());
  }

  void round(Round round) {
    round.run("metrics", this::fetch);
    Streams.rest(20);
  }

  private void fetch() {
    try (InputStream in = new URL("http://" + address + "/v1/metrics").openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!text.contains("process_open_fds ")) {
        throw new IOException("no metrics: " + text); // of somebody else who has the port now
      }
    } catch (IOException e) {
      throw Status.UNAVAILABLE.withDescription(e.toString()).asRuntimeException();
    }
  }
}
