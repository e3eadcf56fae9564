package io.drawbridge.controlplane.answers;

/// A request that cannot be understood, and the problem that says so. It is thrown while a body is taken apart and
/// caught in the endpoint that asked.
public final class BadRequest extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    public BadRequest(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static BadRequest because(String detail, String remediation) {
        return new BadRequest(
                new Problem(400, "request-invalid", "The request cannot be understood", detail, remediation));
    }

    public Problem problem() {
        return problem;
    }
}
