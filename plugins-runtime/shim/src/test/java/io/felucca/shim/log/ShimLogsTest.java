package io.felucca.shim.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.felucca.linux.FdChannel;
import io.felucca.linux.Fifo;
import io.felucca.linux.Stat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ShimLogsTest {
  @Rule public final TemporaryFolder temporary = new TemporaryFolder();

  private final Logger logger = Logger.getLogger("io.felucca.shim.log");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @Before
  public void listen() {
    logger.addHandler(handler);
  }

  @After
  public void stopListening() {
    logger.removeHandler(handler);
  }

  @Test
  public void linesArriveWholeWithTheirLevel() throws Exception {
    Path fifo = temporary.getRoot().toPath().resolve("log");
    try (ShimLogs logs = new ShimLogs();
        AutoCloseable following = logs.follow(fifo, Map.of("id", "a"))) {
      assertTrue(Stat.of(fifo).isFifo());
      try (FdChannel shim = Fifo.writer(fifo)) {
        write(shim, "time=\"x\" level=error msg=\"bad\"\nplain");
        write(shim, " text\n");
      }
      try (FdChannel again = Fifo.writer(fifo)) { // writers may come and go
        write(again, "no end");
      }
    }
    assertEquals(List.of("SEVERE bad id=a", "INFO plain text id=a", "INFO no end id=a"), lines);
  }

  @Test
  public void secondReaderTakesOverWhereTheFirstWent() throws Exception {
    Path fifo = temporary.getRoot().toPath().resolve("log");
    try (ShimLogs logs = new ShimLogs()) {
      AutoCloseable first = logs.follow(fifo, Map.of("by", "1"));
      try (FdChannel shim = Fifo.writer(fifo)) {
        write(shim, "one\n");
        first.close();
        try (AutoCloseable second = logs.follow(fifo, Map.of("by", "2"))) {
          write(shim, "two\n");
        }
      }
    }
    assertEquals(List.of("INFO one by=1", "INFO two by=2"), lines);
  }

  private static void write(FdChannel to, String text) throws Exception {
    to.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }
}
