package io.felucca.services;

import static org.junit.Assert.assertEquals;

import com.google.protobuf.Any;
import io.felucca.api.Digest;
import io.felucca.api.Fault.Kind;
import io.felucca.wire.diff.ApplyRequest;
import io.felucca.wire.diff.DiffGrpc;
import io.felucca.wire.diff.DiffGrpc.DiffBlockingStub;
import io.felucca.wire.diff.DiffRequest;
import io.felucca.wire.types.Descriptor;
import io.felucca.wire.types.Mount;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

public class DiffServiceTest {
  private static final Mount MOUNT =
      Mount.newBuilder().setType("bind").setSource("/s").addOptions("ro").build();

  @Rule public final Daemon daemon = new Daemon();
  private DiffBlockingStub diffs;

  @Before
  public void connect() {
    diffs = DiffGrpc.newBlockingStub(daemon.channel());
  }

  @Test
  public void layersAreAppliedAsAsked() {
    Descriptor applied =
        diffs
            .apply(
                apply("mt")
                    .setSyncFs(true)
                    .putPayloads("p", Any.newBuilder().setTypeUrl("T").build())
                    .build())
            .getApplied();
    assertEquals(
        "[Mount[type=bind, source=/s, target=, options=[ro]]] true {p=T[0 bytes]}",
        applied.getAnnotationsOrThrow("asked"));
  }

  @Test
  public void differencesAreMadeAsAsked() {
    DiffRequest request =
        DiffRequest.newBuilder().addRight(MOUNT).setMediaType("mt").setRef("r").build();
    assertEquals(
        "[] [Mount[type=bind, source=/s, target=, options=[ro]]] "
            + "DiffOptions[mediaType=mt, ref=r, labels={}, sourceDateEpoch=null]",
        diffs.diff(request).getDiff().getAnnotationsOrThrow("asked"));
  }

  @Test
  public void whatNoDifferCanIsNotImplemented() {
    Faults.expect(Kind.UNIMPLEMENTED, () -> diffs.apply(apply(FewDiffs.FOREIGN).build()));
  }

  @Test
  public void theNextDifferIsAskedWhereOneCannot() {
    daemon.plugins().add("io.containerd.differ.v1", "other", new AnyDiffs());
    DiffChain chain = new DiffChain(daemon.plugins(), List.of("walking", "other"), false);
    assertEquals("other", media(chain, FewDiffs.FOREIGN));
    assertEquals("mt", media(chain, "known"));
  }

  @Test
  public void theConfigurationCanDemandThatLayersAreSynced() {
    DiffChain chain = new DiffChain(daemon.plugins(), List.of("walking"), true);
    String asked =
        chain
            .apply(
                io.felucca.api.Scope.of("a"),
                io.felucca.api.Descriptor.of("mt", Digest.of(new byte[0]), 0),
                List.of(),
                io.felucca.api.diff.ApplyOptions.NONE)
            .annotations()
            .get("asked");
    assertEquals("[] true {}", asked);
  }

  private static String media(DiffChain chain, String mediaType) {
    return chain
        .apply(
            io.felucca.api.Scope.of("a"),
            io.felucca.api.Descriptor.of(mediaType, Digest.of(new byte[0]), 0),
            List.of(),
            io.felucca.api.diff.ApplyOptions.NONE)
        .mediaType();
  }

  private static ApplyRequest.Builder apply(String mediaType) {
    return ApplyRequest.newBuilder()
        .setDiff(
            Descriptor.newBuilder()
                .setMediaType(mediaType)
                .setDigest(Digest.of(new byte[0]).toString()))
        .addMounts(MOUNT);
  }
}
