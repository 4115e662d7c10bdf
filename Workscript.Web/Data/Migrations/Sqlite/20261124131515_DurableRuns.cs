using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Workscript.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DurableRuns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Bytes",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "ConcurrencyKey",
                table: "Runs",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Edits",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Owner",
                table: "Runs",
                type: "TEXT",
                unicode: false,
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Priority",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "RecoveredAt",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "Recoveries",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "RetriedAfter",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "RetryOf",
                table: "Runs",
                type: "TEXT",
                unicode: false,
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Packed",
                table: "RunRecords",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Instances",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Host = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    SeenAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Instances", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OpenSteps",
                columns: table => new
                {
                    RunId = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Fingerprint = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    Path = table.Column<string>(type: "TEXT", nullable: false),
                    Occurrence = table.Column<int>(type: "INTEGER", nullable: false),
                    Branch = table.Column<string>(type: "TEXT", nullable: true),
                    Kind = table.Column<string>(type: "TEXT", unicode: false, maxLength: 16, nullable: false),
                    Attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    DueAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Edge = table.Column<string>(type: "TEXT", nullable: true),
                    Output = table.Column<string>(type: "TEXT", nullable: true),
                    Question = table.Column<string>(type: "TEXT", nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    AnsweredBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OpenSteps", x => new { x.RunId, x.Fingerprint });
                    table.ForeignKey(
                        name: "FK_OpenSteps_Runs_RunId",
                        column: x => x.RunId,
                        principalTable: "Runs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RunSnapshots",
                columns: table => new
                {
                    RunId = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RunSnapshots", x => new { x.RunId, x.Sequence });
                    table.ForeignKey(
                        name: "FK_RunSnapshots_Runs_RunId",
                        column: x => x.RunId,
                        principalTable: "Runs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "StepAnswers",
                columns: table => new
                {
                    RunId = table.Column<string>(type: "TEXT", unicode: false, maxLength: 32, nullable: false),
                    Fingerprint = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    Answer = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StepAnswers", x => new { x.RunId, x.Fingerprint });
                    table.ForeignKey(
                        name: "FK_StepAnswers_Runs_RunId",
                        column: x => x.RunId,
                        principalTable: "Runs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Runs_ConcurrencyKey_Status",
                table: "Runs",
                columns: new[] { "ConcurrencyKey", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Runs_Status_WorkflowId_Priority_Id",
                table: "Runs",
                columns: new[] { "Status", "WorkflowId", "Priority", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_OpenSteps_DueAt",
                table: "OpenSteps",
                column: "DueAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Instances");

            migrationBuilder.DropTable(
                name: "OpenSteps");

            migrationBuilder.DropTable(
                name: "RunSnapshots");

            migrationBuilder.DropTable(
                name: "StepAnswers");

            migrationBuilder.DropIndex(
                name: "IX_Runs_ConcurrencyKey_Status",
                table: "Runs");

            migrationBuilder.DropIndex(
                name: "IX_Runs_Status_WorkflowId_Priority_Id",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "Bytes",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "ConcurrencyKey",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "Edits",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "Owner",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "Priority",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "RecoveredAt",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "Recoveries",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "RetriedAfter",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "RetryOf",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "Packed",
                table: "RunRecords");
        }
    }
}
