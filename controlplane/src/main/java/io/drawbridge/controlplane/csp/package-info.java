/// What browsers report of the Content-Security-Policy that answers carry (CSP level 3), so that a policy can be tried
/// with `Content-Security-Policy-Report-Only` before it breaks a page.
///
/// Browsers post to [io.drawbridge.controlplane.csp.CspReportsEndpoint], in the older form (`report-uri`) or in that of
/// the Reporting API (`report-to`). [io.drawbridge.controlplane.csp.CspReportReader] reads both and keeps of every
/// address its origin and path alone, because query strings hold secrets.
/// [io.drawbridge.controlplane.csp.CspViolations] counts them by page, directive and what was blocked, in bounds, and
/// keeps the counts in the database. Where `CSP_REPORT_URI` names a collector,
/// [io.drawbridge.controlplane.csp.CspForwarding] passes every report on from behind.
@NullMarked
package io.drawbridge.controlplane.csp;

import org.jspecify.annotations.NullMarked;
