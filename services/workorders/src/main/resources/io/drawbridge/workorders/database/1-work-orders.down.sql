DROP TABLE dispensers;

DROP TABLE work_orders;
