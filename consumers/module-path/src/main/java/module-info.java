/** Trains and serves a model of people. */
module com.example.people {
    requires io.github.panagrad.table;
    requires io.github.panagrad.table.parquet;
}
