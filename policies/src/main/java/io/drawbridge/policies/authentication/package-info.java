/// Who may come in. [io.drawbridge.policies.authentication.AuthenticationPolicy] refuses requests without a
/// credential and with a bad one, and verified subjects that lack the role that a route asks for. It has no opinion
/// on legacy claims, which legacy-auth alone judges, but for one thing: a claim proves no role.
@NullMarked
package io.drawbridge.policies.authentication;

import org.jspecify.annotations.NullMarked;
