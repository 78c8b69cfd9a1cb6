package io.felucca.itests.hotswap;

import io.felucca.itests.fixture.Rpc;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One round of a client.
 *
 * @param name unlike that of any other round
 * @param ended whether long streams shall come to their end
 */
record Round(Rpc rpc, Meter meter, String name, BooleanSupplier ended) {
  <T> T time(String call, Supplier<T> work) {
    return meter.time(call, work);
  }

  void run(String call, Runnable work) {
    meter.run(call, work);
  }
}
