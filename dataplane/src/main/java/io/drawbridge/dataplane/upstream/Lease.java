package io.drawbridge.dataplane.upstream;

import org.jspecify.annotations.Nullable;

/// One attempt of one request at one target: what it counts for while it lasts, and what it teaches about the
/// target. It belongs to an event loop, and ends once.
final class Lease {
    /// For a connection that nobody uses.
    static final Lease NONE = new Lease();

    private enum Stage {
        SENDING,
        AWAITING,
        ANSWERING,
        OVER
    }

    private final @Nullable LoopUpstream home;
    private final @Nullable TargetState target;
    private final RetryBudget.Share share;
    private Stage stage;
    private long sentAt;

    private Lease() {
        this.home = null;
        this.target = null;
        this.share = RetryBudget.Share.NONE;
        this.stage = Stage.OVER;
    }

    /// The request has come through the gate already.
    Lease(LoopUpstream home, TargetState target, RetryBudget.Share share) {
        this.home = home;
        this.target = target;
        this.share = share;
        this.stage = Stage.SENDING;
        target.begin();
    }

    /// The request is with the target, whole: from now on it is the target that takes its time.
    void sent() {
        if (stage == Stage.SENDING && home != null) {
            stage = Stage.AWAITING;
            sentAt = home.now();
            home.awaiting();
        }
    }

    /// The head of the answer is here.
    void answered(int status) {
        if (home == null || target == null || stage == Stage.OVER || stage == Stage.ANSWERING) {
            return;
        }
        if (stage == Stage.AWAITING) {
            home.answered(home.now() - sentAt);
        }
        stage = Stage.ANSWERING;
        switch (status) {
            case 502, 503, 504 -> home.cluster().failed(target, home.now());
            default -> target.succeeded();
        }
    }

    /// The target failed the request.
    void failed() {
        if (stage != Stage.OVER && home != null && target != null) {
            home.cluster().failed(target, home.now());
        }
    }

    /// The target took too long.
    void timedOut() {
        if (stage == Stage.AWAITING && home != null) {
            stage = Stage.ANSWERING;
            home.answered(home.now() - sentAt);
        }
        failed();
    }

    /// Ends, and keeps the request's place behind the gate for another attempt.
    void passOn() {
        if (stage == Stage.OVER || home == null || target == null) {
            return;
        }
        if (stage == Stage.AWAITING) {
            home.gaveUp();
        }
        stage = Stage.OVER;
        target.end();
        home.cluster().budget().giveBack(share);
    }

    void end() {
        if (stage != Stage.OVER && home != null) {
            passOn();
            home.cluster().gate().leave();
        }
    }
}
