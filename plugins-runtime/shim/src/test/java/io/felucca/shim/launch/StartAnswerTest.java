package io.felucca.shim.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import io.felucca.shim.folder.Endpoint;
import io.felucca.wire.shim.StartResult;
import org.junit.Test;

public class StartAnswerTest {
  private static Endpoint read(String text) {
    return StartAnswer.read(text.getBytes(UTF_8));
  }

  @Test
  public void bareAddressIsVersionTwo() {
    assertEquals(new Endpoint(2, "unix:///run/s/a", "ttrpc"), read("unix:///run/s/a\n"));
  }

  @Test
  public void jsonSaysItsVersion() {
    assertEquals(
        new Endpoint(3, "unix:///run/s/a", "ttrpc"),
        read("\n{\"version\":3,\"address\":\"unix:///run/s/a\",\"protocol\":\"ttrpc\"}\n"));
  }

  @Test
  public void messageSaysItsVersion() {
    StartResult result =
        StartResult.newBuilder().setVersion(3).setAddress("unix:///x").setProtocol("ttrpc").build();
    assertEquals(new Endpoint(3, "unix:///x", "ttrpc"), StartAnswer.read(result.toByteArray()));
  }

  @Test
  public void newerVersionsAndOtherProtocolsAreUnimplemented() {
    for (String answer :
        new String[] {
          "{\"version\":4,\"address\":\"unix:///x\",\"protocol\":\"ttrpc\"}",
          "{\"version\":3,\"address\":\"unix:///x\",\"protocol\":\"grpc\"}"
        }) {
      Fault fault = assertThrows(answer, Fault.class, () -> read(answer));
      assertEquals(answer, Fault.Kind.UNIMPLEMENTED, fault.kind());
    }
  }

  @Test
  public void nonsenseIsRefused() {
    for (String answer : new String[] {"", "{", "{\"version\":3}", "\b\u0001\u0012"}) {
      assertThrows(answer, Fault.class, () -> read(answer));
    }
  }

  @Test
  public void endpointComesBackFromItsJson() {
    Endpoint endpoint = new Endpoint(3, "unix:///run/s/\"odd\"", "ttrpc");
    assertEquals(endpoint, Endpoint.parse(endpoint.toJson()));
  }
}
