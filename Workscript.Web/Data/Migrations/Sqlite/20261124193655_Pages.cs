using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workscript.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Pages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "DeletedAt",
                table: "Workflows",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DeletedBy",
                table: "Workflows",
                type: "TEXT",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Tags",
                table: "Workflows",
                type: "TEXT",
                maxLength: 1720,
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.CreateTable(
                name: "RunDays",
                columns: table => new
                {
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    WorkflowId = table.Column<string>(type: "TEXT", unicode: false, maxLength: 128, nullable: false),
                    Completed = table.Column<int>(type: "INTEGER", nullable: false),
                    Failed = table.Column<int>(type: "INTEGER", nullable: false),
                    Cancelled = table.Column<int>(type: "INTEGER", nullable: false),
                    Milliseconds = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RunDays", x => new { x.WorkflowId, x.Day });
                });

            migrationBuilder.CreateTable(
                name: "Settings",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", unicode: false, maxLength: 100, nullable: false),
                    Value = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Settings", x => x.Name);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Workflows_Name_Id",
                table: "Workflows",
                columns: new[] { "Name", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Workflows_UpdatedAt_Id",
                table: "Workflows",
                columns: new[] { "UpdatedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_RunRecords_Reports",
                table: "RunRecords",
                columns: new[] { "RunId", "Sequence" },
                filter: "\"Node\" = 'report'");

            migrationBuilder.CreateIndex(
                name: "IX_RunDays_Day",
                table: "RunDays",
                column: "Day");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RunDays");

            migrationBuilder.DropTable(
                name: "Settings");

            migrationBuilder.DropIndex(
                name: "IX_Workflows_Name_Id",
                table: "Workflows");

            migrationBuilder.DropIndex(
                name: "IX_Workflows_UpdatedAt_Id",
                table: "Workflows");

            migrationBuilder.DropIndex(
                name: "IX_RunRecords_Reports",
                table: "RunRecords");

            migrationBuilder.DropColumn(
                name: "DeletedAt",
                table: "Workflows");

            migrationBuilder.DropColumn(
                name: "DeletedBy",
                table: "Workflows");

            migrationBuilder.DropColumn(
                name: "Tags",
                table: "Workflows");
        }
    }
}
