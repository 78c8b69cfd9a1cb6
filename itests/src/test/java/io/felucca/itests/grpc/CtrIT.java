package io.felucca.itests.grpc;

import io.felucca.itests.fixture.Command;
import java.nio.file.Path;
import org.junit.Test;

public class CtrIT {
  @Test
  public void ctrSeesNoDifferenceFromContainerdButTheKnownOnes() throws Exception {
    Command compared = Command.run(Path.of(System.getProperty("it.scripts")), "ctr/compare").ok();
    System.out.print(compared.out());
  }
}
