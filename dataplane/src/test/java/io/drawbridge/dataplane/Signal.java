package io.drawbridge.dataplane;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Something that one thread of a test tells another. Only a test that fails waits for it in vain.
final class Signal {
    private final CountDownLatch latch = new CountDownLatch(1);

    void give() {
        latch.countDown();
    }

    void await() throws InterruptedException {
        if (!latch.await(15, TimeUnit.SECONDS)) {
            throw new AssertionError("the signal did not come");
        }
    }
}
