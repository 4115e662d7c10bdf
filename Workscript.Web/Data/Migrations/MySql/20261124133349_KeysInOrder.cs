using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workscript.Web.Data.Migrations.MySql
{
    /// <inheritdoc />
    public partial class KeysInOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Runs_ConcurrencyKey_Status",
                table: "Runs");

            migrationBuilder.CreateIndex(
                name: "IX_Runs_ConcurrencyKey_Status_Priority_Id",
                table: "Runs",
                columns: new[] { "ConcurrencyKey", "Status", "Priority", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Runs_ConcurrencyKey_Status_Priority_Id",
                table: "Runs");

            migrationBuilder.CreateIndex(
                name: "IX_Runs_ConcurrencyKey_Status",
                table: "Runs",
                columns: new[] { "ConcurrencyKey", "Status" });
        }
    }
}
