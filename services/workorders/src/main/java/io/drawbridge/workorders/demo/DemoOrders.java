package io.drawbridge.workorders.demo;

import io.drawbridge.workorders.order.Dispenser;
import io.drawbridge.workorders.order.DispenserDetails;
import io.drawbridge.workorders.order.DispenserStatus;
import io.drawbridge.workorders.order.ListQuery;
import io.drawbridge.workorders.order.ServiceCode;
import io.drawbridge.workorders.order.WorkOrder;
import io.drawbridge.workorders.order.WorkOrderDetails;
import io.drawbridge.workorders.order.WorkOrderStatus;
import io.drawbridge.workorders.order.WorkOrders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32;

/// Makes demo orders.
public final class DemoOrders {
    private record Store(String name, String number, String address) {}

    private record Pump(String make, String model, String meter) {}

    private static final List<Store> STORES = List.of(
            new Store("QuickFuel Mart", "1042", "210 Larkspur Avenue, Elmhurst"),
            new Store("Juniper Corner Store", "0087", "15 Mill Road, Fairhaven"),
            new Store("Redtop Fuel & Go", "3310", "4480 Harbor Street, Port Ellis"),
            new Store("Cedar Hill Express", "0219", "1 Cedar Hill Parkway, Brookline"),
            new Store("Bluebird Gas", "5127", "902 Prairie Lane, Wexford"),
            new Store("Milepost 88 Travel Stop", "0088", "Interstate Exit 88, Granger"),
            new Store("Sunnyside Convenience", "2764", "77 Orchard Street, Sunnyside"),
            new Store("Northgate Fuels", "4401", "3050 Northgate Drive, Alton"),
            new Store("Old Bridge Market", "0156", "12 River Walk, Old Bridge"),
            new Store("Copper Kettle Fuel", "6093", "640 Foundry Road, Ironton"),
            new Store("Palmetto Quick Stop", "1985", "2301 Palmetto Boulevard, Seaview"),
            new Store("Starling Petrol", "7218", "5 Starling Crescent, Highfield"),
            new Store("Twin Oaks Station", "0934", "118 Twin Oaks Road, Dunmore"),
            new Store("Lakeside Pump & Pantry", "3877", "9 Shoreline Drive, Lakeside"));

    private static final List<Pump> PUMPS = List.of(
            new Pump("Halden", "HX-500", "Electronic"),
            new Pump("Halden", "HX-700 S", "Electronic"),
            new Pump("Merrow", "Duo 3", "Mechanical"),
            new Pump("Merrow", "Duo 4 E", "Electronic"),
            new Pump("Osprey", "Flow 220", "Positive displacement"));

    private static final List<List<String>> GRADES = List.of(
            List.of("Regular", "Plus", "Premium"),
            List.of("Regular", "Plus", "Premium", "Diesel"),
            List.of("Regular", "Midgrade", "Super", "Ethanol-free"));

    /// The past is mostly done, today is at work, the future is planned.
    private static final List<WorkOrderStatus> STATUSES = List.of(
            WorkOrderStatus.COMPLETED,
            WorkOrderStatus.COMPLETED,
            WorkOrderStatus.FAILED,
            WorkOrderStatus.COMPLETED,
            WorkOrderStatus.CANCELLED,
            WorkOrderStatus.IN_PROGRESS,
            WorkOrderStatus.PENDING,
            WorkOrderStatus.PENDING,
            WorkOrderStatus.PENDING,
            WorkOrderStatus.PENDING,
            WorkOrderStatus.PENDING,
            WorkOrderStatus.PENDING);

    private static final List<ServiceCode> SERVICES = List.of(ServiceCode.values());
    private static final int TODAY = STATUSES.indexOf(WorkOrderStatus.IN_PROGRESS);

    private final WorkOrders orders;
    private final Clock clock;

    public DemoOrders(WorkOrders orders, Clock clock) {
        this.orders = orders;
        this.clock = clock;
    }

    /// Gives each of these users a dozen orders. A user who has any order is left alone, and two programs that do
    /// this
    /// at
    /// once do it once.
    public void seed(List<String> userIds) {
        for (String userId : userIds) {
            if (orders.list(ListQuery.all(userId), _ -> {}) == 0) {
                make(userId).forEach(orders::add);
            }
        }
    }

    private List<WorkOrder> make(String userId) {
        var random = new Random(checksum(userId));
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        int firstNumber = 110_000 + random.nextInt(80_000);
        int firstStore = random.nextInt(STORES.size());
        var made = new ArrayList<WorkOrder>();
        for (int index = 0; index < STATUSES.size(); index++) {
            var details = details(
                    STORES.get((firstStore + index) % STORES.size()),
                    firstNumber + index * 7,
                    today.plusDays(index - TODAY),
                    SERVICES.get(random.nextInt(SERVICES.size())));
            made.add(order(userId, index, details, now, random));
        }
        return made;
    }

    private static WorkOrderDetails details(Store store, int number, LocalDate day, ServiceCode service) {
        return new WorkOrderDetails(
                "W-" + number,
                store.name() + " #" + store.number(),
                store.address(),
                day,
                service,
                Optional.of("Meter calibration"),
                Optional.of(store.number()),
                Optional.of("Check in with the store manager before lifting any cover."),
                Optional.of(service.description() + "; prove each grade twice."),
                Optional.of("V-" + (number + 400_000)),
                Optional.of("1"));
    }

    private static WorkOrder order(String userId, int index, WorkOrderDetails details, Instant now, Random random) {
        var status = STATUSES.get(index);
        int count = 2 + random.nextInt(5);
        var dispensers = new ArrayList<Dispenser>();
        for (int position = 0; position < count; position++) {
            var pump = PUMPS.get(random.nextInt(PUMPS.size()));
            var grades = GRADES.get(random.nextInt(GRADES.size()));
            var about = new DispenserDetails(
                    (2 * position + 1) + "/" + (2 * position + 2),
                    Optional.of("Multi-product dispenser"),
                    grades,
                    Optional.of(pump.make()),
                    Optional.of(pump.model()),
                    Optional.of(String.format("%s%06d", pump.make().substring(0, 2), random.nextInt(1_000_000))),
                    Optional.of(pump.meter()),
                    OptionalInt.of(2 * grades.size()));
            dispensers.add(dispenser(name(userId, index + "/" + position), about, status, position));
        }
        return new WorkOrder(name(userId, Integer.toString(index)), userId, details, status, now, now, dispensers);
    }

    private static Dispenser dispenser(UUID id, DispenserDetails about, WorkOrderStatus order, int position) {
        return switch (order) {
            case COMPLETED -> new Dispenser(id, about, DispenserStatus.COMPLETED, 100);
            case FAILED ->
                position == 0
                        ? new Dispenser(id, about, DispenserStatus.FAILED, 60)
                        : new Dispenser(id, about, DispenserStatus.COMPLETED, 100);
            case IN_PROGRESS ->
                position == 0
                        ? new Dispenser(id, about, DispenserStatus.IN_PROGRESS, 40)
                        : Dispenser.untested(id, about);
            case PENDING, CANCELLED -> Dispenser.untested(id, about);
        };
    }

    /// The same name for the same thing, so that it cannot be added twice.
    private static UUID name(String userId, String thing) {
        return UUID.nameUUIDFromBytes(("demo/" + userId + "/" + thing).getBytes(StandardCharsets.UTF_8));
    }

    private static long checksum(String text) {
        var checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }
}
