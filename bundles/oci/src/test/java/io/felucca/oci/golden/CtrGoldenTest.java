package io.felucca.oci.golden;

import static org.junit.Assert.assertEquals;

import io.felucca.oci.option.ImageDefaults;
import io.felucca.oci.spec.RuntimeSpec;
import io.felucca.oci.spec.SpecBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Options give what the flags of the system's {@code ctr} give. */
@RunWith(Parameterized.class)
public class CtrGoldenTest {
  @ClassRule public static final Containerd CONTAINERD = new Containerd();

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Row row;

  public CtrGoldenTest(Row row) {
    this.row = row;
  }

  @Parameters(name = "{0}")
  public static List<Row> rows() throws Exception {
    return Rows.all();
  }

  @Test
  public void specIsThatOfCtr() throws Exception {
    String id = "golden-" + NUMBER.incrementAndGet();
    List<String> command = new ArrayList<>(row.command());
    command.addAll(row.flags());
    command.addAll(List.of(row.image(), id));
    command.addAll(row.args());
    Program.Ended ended = CONTAINERD.ctr(command.toArray(String[]::new));
    RuntimeSpec theirs = theirs(id, ended);

    RuntimeSpec ours =
        SpecBuilder.linux("default", id)
            .rootFiles(CONTAINERD.rootFiles(id))
            .with(row.before())
            .with(ImageDefaults.of(CONTAINERD.image(row.image())))
            .with(row.after())
            .with(Known.powerMeter(), Known.systemCalls())
            .build();

    assertEquals(Normal.text(theirs), Normal.text(ours));
  }

  private static RuntimeSpec theirs(String id, Program.Ended ended) throws Exception {
    try {
      return SpecBuilder.of(CONTAINERD.spec(id)).with(Known.sortedNames()).build();
    } catch (AssertionError e) {
      throw new AssertionError(ended.text(), e);
    }
  }
}
