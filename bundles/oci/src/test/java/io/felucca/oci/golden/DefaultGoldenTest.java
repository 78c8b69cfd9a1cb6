package io.felucca.oci.golden;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import io.felucca.oci.spec.RuntimeSpec;
import io.felucca.oci.spec.SpecBuilder;
import org.junit.Test;

public class DefaultGoldenTest {
  @Test
  public void beginningIsWhatCtrPrints() throws Exception {
    assumeTrue("ctr is not installed", Program.isInstalled("ctr"));
    RuntimeSpec theirs = RuntimeSpec.parse(Program.run("ctr", "oci", "spec").ok().text());

    RuntimeSpec ours = SpecBuilder.linux("default", "").with(Known.powerMeter()).build();

    assertEquals(Normal.text(theirs), Normal.text(ours));
  }
}
